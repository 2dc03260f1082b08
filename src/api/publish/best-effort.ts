import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'

/** How long a caller waits for Temporal. */
const BUDGET_MS = 2_000

/** Calls Temporal within a bounded time. @throws whatever it throws, or that it gives no answer. */
export async function inTime(call: () => Promise<unknown>): Promise<void> {
  const stop = new AbortController()
  const late = delay(BUDGET_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`no answer within ${BUDGET_MS} ms`)
  })
  try {
    await Promise.race([call(), late])
  } finally {
    stop.abort()
    late.catch(() => {})
  }
}

/**
 * Calls the running side of a job, a webhook, an erasure, a pause or a sync, within a bounded time. The rows already say what must happen,
 * and a later round brings it about, so a failure is only logged.
 */
export async function bestEffort(
  log: Logger,
  subject: { act: string } & (
    { jobId: string } | { messageId: string } | { userId: string } | { pauseId: string } | { posts: number }
  ),
  call: () => Promise<void>,
): Promise<void> {
  try {
    await inTime(call)
  } catch (error) {
    log.warn({ ...subject, err: error }, 'the run was not reached; a later round will do it')
  }
}
