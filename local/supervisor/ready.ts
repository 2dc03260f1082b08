import { setTimeout as sleep } from 'node:timers/promises'
import { LocalFailure, messageOf } from '../failure'
import type { Child } from './child'

const READY_TIMEOUT_MS = 60_000
const READY_INTERVAL_MS = 75

/**
 * Repeats a probe until it succeeds; a child that cannot be made ready is stopped.
 * @throws LocalFailure when the child ends before, or does not answer in time; `abort`'s reason when aborted
 */
export async function untilReady(child: Child, probe: () => Promise<unknown>, abort: AbortSignal): Promise<void> {
  const { title } = child.spec
  let end: string | undefined
  void child.ended.then((clause) => (end = clause))
  const deadlineMs = performance.now() + READY_TIMEOUT_MS
  try {
    for (;;) {
      abort.throwIfAborted()
      if (end) throw new LocalFailure(`${title} ${end} before it was ready. Its last words: ${lastWords(child.tail())}`)
      const failure = await probe().then(
        () => undefined,
        (error: unknown) => error ?? new Error('no reason given'),
      )
      if (failure === undefined) return
      if (performance.now() > deadlineMs) throw new LocalFailure(`${title} does not answer: ${messageOf(failure)}`)
      await sleep(READY_INTERVAL_MS)
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}

/** The lines that name a fault, if any does: the rest is start-up talk. */
function lastWords(output: string): string {
  const lines = output.split('\n')
  const faults = lines.filter((line) => /error|fatal|panic/i.test(line))
  return (faults.length > 0 ? faults : lines).slice(-3).join(' ') || 'none'
}
