import { changesIn, isPossible, refusalIn } from '../domain/changes-by-hand'
import type { PlaceInQueue } from '../domain/after-failure'
import { isTerminal, PHASE_STATUS, type JobPhase } from '../domain/job'
import { PLATFORM_NAMES } from '../domain/platform'
import type { HandChange } from '../domain/ports/jobs'
import type { RunFacts, RunId, Why } from '../domain/ports/run'

const NOW: Record<JobPhase, string> = {
  accepted: 'starts at once',
  scheduled: 'waits for its instant',
  'waiting-for-quota': "waits in the queue for YouTube's uploads",
  'waiting-for-reconnect': 'waits until the user connects the account again; fails if that does not happen in time',
  'cooling-down': 'waits until a limit, a pause or a fault of our own has passed',
  preparing: 'waits for a slot or checks object and account and opens the upload: see the pending activity `upload`',
  uploading: 'brings the bytes to the platform; the live count is the heartbeat of the pending activity `upload`',
  committing: 'the request that publishes is on its way; it is sent once',
  processing: 'the platform has the video; its verdict is awaited by the pending activity `confirm`',
  unconfirmed:
    'the request that publishes was sent and no verdict is known; nothing is sent again, the platform is asked',
  published: 'the post exists',
  'handed-over': "the video is in the user's inbox on the platform",
  failed: 'ended without a post; the API or `npm run ops` retries it, as a new run',
  cancelled: 'ended by hand before anything was published',
}

const MAY: Record<HandChange, string> = {
  publishNow: '`publishNow`: begins at once; answers `rescheduled`',
  reschedule: '`reschedule` with `{"scheduledFor": "2026-12-24T18:00:00+01:00"}`: answers `rescheduled`',
  edit: '`edit`: only makes the run look at its row; texts are changed through the API; answers null',
  cancel: '`cancel`: ends the job, nothing is published; answers `cancelled`',
  resolveOutcome:
    '`resolveOutcome`, once you have looked at the account: `{"live": true, "platformPostId": "7512…"}` (null where the platform tells no id) ' +
    'records the post, `{"live": false}` fails the job for a retry; answers `resolved`',
}

/** One moment of a run, as operators are shown it. */
export interface Moment {
  phase: JobPhase
  /** Absent in runs that began before they were told. */
  facts?: RunFacts | undefined
  /** When a wait is over at the latest, or the next try begins. */
  untilMs?: number | undefined
  why?: Why | undefined
  place?: PlaceInQueue | undefined
}

/** The current details of a publish, in Markdown: ids, numbers and our own words. */
export function detailsOf({ jobId, generation }: RunId, { phase, facts, untilMs, why, place }: Moment): string {
  return [
    `- **job:** ${jobId}${facts ? ` on ${PLATFORM_NAMES[facts.platform]}` : ''}`,
    `- **phase:** ${phase} (${PHASE_STATUS[phase]})`,
    `- **now:** ${NOW[phase]}`,
    ...(why ? [`- **why:** ${why.message} (${why.code})`] : []),
    ...(untilMs === undefined ? [] : [`- **until:** ${instant(untilMs)}`]),
    ...(place ? [told(place)] : []),
    // Where the platform fetches the video itself there is nothing to tell.
    ...(facts && facts.bytesSent > 0 ? [`- **sent:** ${sentOf(facts)} at the last look at the row`] : []),
    `- **run:** generation ${generation}${facts ? `, attempt ${facts.attemptNumber}` : ''}`,
    ...choicesIn(phase),
  ].join('\n')
}

const instant = (atMs: number): string => new Date(atMs).toISOString()

const told = ({ place, day, startAtMs }: PlaceInQueue): string =>
  `- **queue:** place ${place} at the last look, estimated for the Pacific day ${day}, at about ${instant(startAtMs)}`

const sentOf = ({ bytesSent, sizeBytes }: RunFacts): string =>
  sizeBytes === null ? `${bytesSent} bytes` : `${bytesSent} of ${sizeBytes} bytes`

/** A list of its own: the Web UI does not indent one that is inside another. */
function choicesIn(phase: JobPhase): string[] {
  if (isTerminal(phase)) return ['', 'The run has ended: nothing more can be done with it.']
  const possible = changesIn(phase).map((change) => `- ${MAY[change]}`)
  const tooLate = `- not \`cancel\`: it is answered \`${refusalIn(phase)}\`, for the post may exist already`
  return ['', '**You may send an update:**', '', ...possible, ...(isPossible('cancel', phase) ? [] : [tooLate])]
}
