import { log } from '@temporalio/activity'
import { beating } from './beat'

/** What is asked takes seconds at most, and minutes where its platform is down. */
const AT_ONCE = 10

/** Well within the heartbeat timeout of the workflows. */
const BEAT_MS = 5_000

/** Works through items, a few at once; what one of them cannot do is no concern of the others. Heartbeats meanwhile. */
export function eachBeating<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = items.values()
  return beating(BEAT_MS, async (_report, signal) => {
    const lane = async () => {
      for (const item of left) {
        signal.throwIfAborted()
        await work(item).catch((error: unknown) => void log.warn('one of many could not be tended', { error }))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  })
}
