import { isCancellation, log, proxyActivities, setCurrentDetails } from '@temporalio/workflow'
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

const { giveUpInspection } = proxyActivities<InspectionActivities>({
  summary: 'the video becomes FAILED: its object could not be read',
  startToCloseTimeout: '10 seconds',
  retry,
})

const DAY_MS = 86_400_000

/** Looks into an uploaded video and makes it READY, or FAILED with its faults. */
export async function inspectVideo({ videoId }: InspectVideoInput): Promise<void> {
  const giveUpAt = new Date(Date.now() + DAY_MS).toISOString()
  setCurrentDetails(
    `Reads the object and makes the video READY or FAILED. A bucket out of reach is asked until ${giveUpAt}.`,
  )
  try {
    await inspectObject({ videoId })
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('the object of a video could not be read for a day', { videoId, error })
    await giveUpInspection({ videoId })
  }
}
