import type { Problem } from '../../domain/errors'
import type { Video } from './client'
import { youtubeErrors } from './errors'

/**
 * How far YouTube is with a video that it has.
 * - `processing`: it is not watchable yet and may still be refused.
 * - `refused`: it failed, was rejected or is deleted; nobody will see it.
 */
export type Standing = { state: 'processing' } | { state: 'processed' } | { state: 'refused'; problem: Problem }

/** Parts of the video that a standing is told by. */
export const STANDING_PARTS = 'status,processingDetails'

export function standingOf({ status = {}, processingDetails }: Video, nowMs: number): Standing {
  const refused = (code: string | undefined): Standing => ({
    state: 'refused',
    problem: youtubeErrors.problem('verdict', { status: null, code }, nowMs),
  })
  switch (status.uploadStatus) {
    case 'processed':
      return { state: 'processed' }
    case 'failed':
      return refused(status.failureReason ?? processingDetails?.processingFailureReason)
    case 'rejected':
      return refused(status.rejectionReason)
    case 'deleted':
      return refused('deleted')
    default:
      return { state: 'processing' }
  }
}
