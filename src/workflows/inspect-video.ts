import { isCancellation, log, proxyActivities } from '@temporalio/workflow'
import type { InspectionActivities } from '../activities/inspection'
import type { InspectVideoInput } from './contract'

const retry = { initialInterval: '1 second', maximumInterval: '5 minutes' } as const

// Reads only. A bucket that is out of reach is waited for; a wait between two attempts costs no history.
const { inspectObject } = proxyActivities<InspectionActivities>({
  summary: 'container, codecs, duration and picture by ranged reads',
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '20 seconds',
  retry,
})

const { giveUpInspection } = proxyActivities<InspectionActivities>({ startToCloseTimeout: '10 seconds', retry })

/** Looks into an uploaded video and makes it READY, or FAILED with its faults. */
export async function inspectVideo({ videoId }: InspectVideoInput): Promise<void> {
  try {
    await inspectObject({ videoId })
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('the object of a video could not be read for a day', { videoId, error })
    await giveUpInspection({ videoId })
  }
}
