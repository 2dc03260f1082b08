import { defaultPayloadConverter, type WorkflowHandle } from '@temporalio/client'
import type { CommitSince } from '../domain/restored-job'
import type { PostReport } from '../domain/ports/platform'

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number]

/** What the activities `commit` and `confirm` answer, as far as it is read here. */
type CommitReply = { outcome: 'published'; post: PostReport } | { outcome: 'sent' | 'not-claimed' | 'account-busy' }

type Verdict = { verdict: 'published'; post: PostReport } | { verdict: 'handed-over' | 'not-published' | 'refused' }

/** What the runs of one job tell of the time since an instant. */
export interface Story {
  commit: CommitSince
  changedByHand: boolean
}

export const UNTOLD: Story = { commit: { kind: 'none' }, changedByHand: false }

/** Goes on with a story by the history of the job's next run. A commit counts until its end: it may wait for a worker before. */
export function continued(story: Story, events: Event[], sinceMs: number): Story {
  const before = new Map<string, CommitSince>()
  const steps = new Map<string, string>()
  let { commit, changedByHand } = story
  for (const event of events) {
    const atMs = millis(event)
    const scheduled = event.activityTaskScheduledEventAttributes
    const closed = closedStep(event)
    if (scheduled) {
      steps.set(String(event.eventId), scheduled.activityType?.name ?? '')
      if (scheduled.activityType?.name !== 'commit') continue
      before.set(String(event.eventId), commit)
      commit = { kind: 'open' }
    } else if (closed) {
      const step = steps.get(closed)
      if (step === 'commit') commit = afterCommit(event, atMs, before.get(closed) ?? commit)
      if (step === 'confirm') commit = afterConfirm(event, atMs) ?? commit
      // What was settled by then is in the rows.
      if (atMs < sinceMs && (step === 'commit' || step === 'confirm')) commit = { kind: 'none' }
    } else if (event.workflowExecutionUpdateAcceptedEventAttributes && atMs >= sinceMs) changedByHand = true
  }
  return { commit, changedByHand }
}

const closedStep = (event: Event): string | undefined => {
  const closed =
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes
  return closed ? String(closed.scheduledEventId) : undefined
}

/** One that failed may have been sent all the same: the rows of that time are not at hand. */
function afterCommit(event: Event, atMs: number, before: CommitSince): CommitSince {
  const reply = resultOf<CommitReply>(event)
  if (!reply || reply.outcome === 'sent') return { kind: 'open' }
  return reply.outcome === 'published' ? published(reply.post, atMs) : before
}

function afterConfirm(event: Event, atMs: number): CommitSince | undefined {
  const found = resultOf<Verdict>(event)
  if (!found) return undefined
  if (found.verdict === 'published') return published(found.post, atMs)
  return found.verdict === 'handed-over' ? { kind: 'handed-over', atMs } : { kind: 'not-published' }
}

const published = (post: PostReport, atMs: number): CommitSince => ({ kind: 'published', post, atMs })

function resultOf<T>(event: Event): T | undefined {
  const payload = event.activityTaskCompletedEventAttributes?.result?.payloads?.[0]
  return payload ? defaultPayloadConverter.fromPayload<T>(payload) : undefined
}

const millis = ({ eventTime }: Event): number =>
  Number(eventTime?.seconds ?? 0) * 1_000 + Math.floor((eventTime?.nanos ?? 0) / 1_000_000)
