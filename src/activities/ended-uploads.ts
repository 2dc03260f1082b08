import { log } from '@temporalio/activity'
import type { Clock } from '../domain/ports/clock'
import type { ObjectStore } from '../domain/ports/storage'
import type { VideoUploads } from '../domain/ports/video-uploads'
import type { Counts } from './adding-up'

export interface EndedUploadsDependencies {
  videoUploads: Pick<VideoUploads, 'giveUp' | 'ended' | 'forget'>
  store: Pick<ObjectStore, 'abandon' | 'eraseOne'>
  clock: Clock
}

/** A store that does not answer holds up no round. */
const PATIENCE_MS = 15_000

/**
 * Gives uploads up whose time is over, and takes from the store what it holds of these and of deleted videos. The upload
 * goes before the object: from then on no completion that is still on its way can make one.
 */
export const createEndedUploads =
  ({ videoUploads, store, clock }: EndedUploadsDependencies) =>
  async (): Promise<Counts> => {
    const counts = { uploadsGivenUp: await videoUploads.giveUp(clock.nowMs()), uploadsAbandoned: 0 }
    const signal = AbortSignal.timeout(PATIENCE_MS)
    try {
      for (const upload of await videoUploads.ended()) {
        await store.abandon(upload, signal)
        await store.eraseOne(upload.key, signal)
        await videoUploads.forget(upload)
        counts.uploadsAbandoned++
      }
    } catch (error) {
      log.warn('an upload that has ended was not abandoned; the next round will do it', { error })
    }
    return counts
  }
