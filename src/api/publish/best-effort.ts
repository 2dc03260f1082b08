import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'

/** How long a caller waits for Temporal. */
const BUDGET_MS = 2_000

/**
 * Calls the running side of a job, within a bounded time. The row already says what must happen, and the reconciler
 * brings it about, so a failure is only logged.
 */
export async function bestEffort(
  log: Logger,
  subject: { jobId: string; act: string },
  call: () => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const late = delay(BUDGET_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`no answer within ${BUDGET_MS} ms`)
  })
  try {
    await Promise.race([call(), late])
  } catch (error) {
    log.warn({ ...subject, err: error }, 'the run was not reached; the reconciler will')
  } finally {
    stop.abort()
    late.catch(() => {})
  }
}
