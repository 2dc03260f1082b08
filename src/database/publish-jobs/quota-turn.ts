import type { QuotaQueue } from '../../domain/ports/quota'
import { nextPacificMidnightMs } from '../../domain/quota'

/** What is free now is given to whoever is first within a round of the reconciler, and it tells the job's run. */
const LOOK_AGAIN_MS = 60_000

/** When a job of the queue looks at its row again, unless it is given a place before: its start, as things stand. */
export async function estimatedStartMs(queue: Pick<QuotaQueue, 'placeOf'>, jobId: string, nowMs: number) {
  const place = await queue.placeOf(jobId)
  return Math.max(place?.startAtMs ?? nextPacificMidnightMs(nowMs), nowMs + LOOK_AGAIN_MS)
}
