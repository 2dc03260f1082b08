import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'
import type { PlaceInQueue } from '../domain/after-failure'
import { PHASE_STATUS, type JobPhase } from '../domain/job'
import { SEARCH_ATTRIBUTES } from './contract'

const WHAT_NEXT: Record<JobPhase, string> = {
  accepted: 'starts at once',
  scheduled: 'waits for its instant; `reschedule`, `publishNow` and `cancel` are possible',
  'waiting-for-quota': "waits in the queue for YouTube's uploads; `cancel` is possible",
  'waiting-for-reconnect': 'waits until the user reconnects the account; `cancel` is possible',
  'cooling-down': 'waits until a limit of the platform, or a fault of our own, has passed; `cancel` is possible',
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

/** Shows a run's phase to operators: search attributes to filter by, and current details to read. Ids only, no texts of users. */
export interface Board {
  show(phase: JobPhase, untilMs?: number, place?: PlaceInQueue): void
}

export function createBoard(jobId: string): Board {
  let shown: JobPhase | undefined
  let publishAtMs: number | undefined
  return {
    show(phase, untilMs, place) {
      const until = untilMs === undefined ? '' : `\n- **until:** ${new Date(untilMs).toISOString()}`
      setCurrentDetails(
        `- **job:** ${jobId}\n- **status:** ${PHASE_STATUS[phase]}\n- **phase:** ${phase}\n- **next:** ${WHAT_NEXT[phase]}${until}${place ? told(place) : ''}`,
      )
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
  `\n- **queue:** place ${place} at the last look, estimated for the Pacific day ${day}, at about ${new Date(startAtMs).toISOString()}`
