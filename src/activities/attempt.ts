import { PublishError } from '../domain/errors'
import type { AttemptEnd, AttemptLog } from '../domain/ports/run'

/** Runs a remote step with a row that says what was asked, when, and how it ended. `told`: what a good answer has told. */
export async function recorded<T>(
  attempts: AttemptLog,
  of: { rowId: string; generation: number; step: string },
  work: () => Promise<T>,
  told: (result: T) => string | undefined = () => undefined,
): Promise<T> {
  const end = await attempts.begin(of.rowId, of.generation, of.step)
  try {
    const result = await work()
    await end({ outcome: 'done', message: told(result) })
    return result
  } catch (error) {
    await end(endOf(error))
    throw error
  }
}

function endOf(error: unknown): AttemptEnd {
  if (!(error instanceof PublishError)) return { outcome: 'failed', message: 'stopped, or a fault of Publisher itself' }
  const { category, message, platformCode, platformRequestId } = error.problem
  return { outcome: category === 'unknown-outcome' ? 'unknown' : 'failed', message, platformCode, platformRequestId }
}
