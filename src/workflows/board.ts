import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'
import type { PlaceInQueue } from '../domain/after-failure'
import type { Problem } from '../domain/errors'
import { PHASE_STATUS, type JobPhase } from '../domain/job'
import { SEARCH_ATTRIBUTES } from './contract'

const WHAT_NEXT: Record<JobPhase, string> = {
  accepted: 'starts at once',
  scheduled: 'waits for its instant; `reschedule`, `publishNow` and `cancel` are possible',
  'waiting-for-quota': "waits in the queue for YouTube's uploads; `cancel` is possible",
  'waiting-for-reconnect': 'waits until the user reconnects the account; `cancel` is possible',
  'cooling-down': 'waits until a limit, a pause or a fault of our own has passed; `cancel` is possible',
  preparing: 'checks the object and the account and opens the upload; `cancel` is possible',
  uploading: 'brings the bytes to the platform; `cancel` is possible',
  committing: 'the request that publishes is on its way; it is sent once',
  processing: 'the platform has the video; its verdict is awaited',
  unconfirmed: 'a commit was sent and no verdict is known; it is asked for again at the instant below',
  published: 'the post exists',
  'handed-over': "the video is in the user's inbox on the platform",
  failed: 'ended without a post; the job row holds the reason',
  cancelled: 'ended by hand before anything was published',
}

/** Shows a run's phase to operators: search attributes to filter by, and current details to read. Ids and our own words, no texts of users. */
export interface Board {
  /** @param why the problem that is waited out */
  show(phase: JobPhase, untilMs?: number, place?: PlaceInQueue, why?: Problem): void
}

export function createBoard(jobId: string): Board {
  let shown: JobPhase | undefined
  let publishAtMs: number | undefined
  return {
    show(phase, untilMs, place, why) {
      const lines = [
        `- **job:** ${jobId}`,
        `- **status:** ${PHASE_STATUS[phase]}`,
        `- **phase:** ${phase}`,
        `- **next:** ${WHAT_NEXT[phase]}`,
        ...(why ? [`- **why:** ${why.message} (${why.code})`] : []),
        ...(untilMs === undefined ? [] : [`- **until:** ${new Date(untilMs).toISOString()}`]),
        ...(place ? [told(place)] : []),
      ]
      setCurrentDetails(lines.join('\n'))
      if (phase === 'scheduled' && untilMs !== undefined && untilMs !== publishAtMs) {
        publishAtMs = untilMs
        upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.publishAt, value: new Date(untilMs) }])
      }
      if (phase === shown) return
      shown = phase
      upsertSearchAttributes([
        { key: SEARCH_ATTRIBUTES.status, value: PHASE_STATUS[phase] },
        { key: SEARCH_ATTRIBUTES.phase, value: phase },
      ])
    },
  }
}

const told = ({ place, day, startAtMs }: PlaceInQueue): string =>
  `- **queue:** place ${place} at the last look, estimated for the Pacific day ${day}, at about ${new Date(startAtMs).toISOString()}`
