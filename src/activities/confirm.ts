import { Context } from '@temporalio/activity'
import { isDefiniteRefusal, POST_UNFINISHED, PublishError, type Problem, type Warning } from '../domain/errors'
import type { PlatformPublisher, PostReport, SentTask } from '../domain/ports/platform'
import type { CommitClaim, PublishBrief, RunId, StoredCheckpoint } from '../domain/ports/run'
import { spreadEnd } from '../domain/spread'
import type { Accounts } from './accounts'
import { recorded } from './attempt'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'
import type { RecordedPost } from './rows'
import { imagesOf } from './source'
import { isLimit, noVerdict, whatItTold } from './verdict-open'

export type Verdict =
  | { verdict: 'published'; post: PostReport }
  | { verdict: 'handed-over' }
  /** The upload can be finished or made anew, once what `problem` says is waited out or mended. */
  | { verdict: 'not-published'; problem?: Problem }
  | { verdict: 'refused'; problem: Problem }

/** What a post still awaits is worth so many polls: a public id, or the end of its processing. */
const PATIENT_POLLS = 8

const isEarly = (): boolean => Context.current().info.attempt <= PATIENT_POLLS

/** What was committed, and with what right. */
interface Committed {
  run: RunId
  brief: PublishBrief
  claim: CommitClaim
  checkpoint: StoredCheckpoint
}

type Question<T> = (publisher: PlatformPublisher, task: SentTask) => Promise<T>

/** The read-only steps after a commit. Without an answer they throw; the retry policy is their poll interval. */
export function createConfirmActivities(deps: PublishDependencies, accounts: Accounts) {
  const { rows, knownPosts, checkpoints, attempts, publishers, store, clock, pacing } = deps
  const image = imagesOf(store)

  /** The task that the commit was sent for, whatever other tasks were opened since. */
  async function committed(run: RunId): Promise<Committed> {
    const brief = await rows.brief(run)
    const { claim } = brief
    const checkpoint = claim && (await checkpoints.find(brief.rowId, claim.checkpointNumber))
    if (!checkpoint) throw noVerdict('The upload that the commit belonged to is not on record.')
    return { run, brief, claim, checkpoint }
  }

  async function ask<T>(
    { run, brief, checkpoint }: Committed,
    step: string,
    question: Question<T>,
    told?: (answer: T) => string | undefined,
  ): Promise<T> {
    const { draft, video, rowId, platform, connectionId } = brief
    const { reference, objectEtag: etag, platformUserId } = checkpoint
    // Another account would know nothing of the commit, which says nothing about it.
    const pinned = { connectionId, platformUserId }
    const taken = (postIds: string[]) => knownPosts.ofOthers(run, platform, postIds)
    const source = store.open(video.key, { etag, sizeBytes: video.sizeBytes })
    const timeout = AbortSignal.timeout(3 * pacing.requestTimeoutMs)
    try {
      return await beating(pacing.heartbeatTimeoutMs / 3, (_report, cancelled) => {
        const signal = AbortSignal.any([cancelled, timeout])
        const asked = () =>
          accounts.call(pinned, 'read', (account) =>
            question(publishers[platform], { account, draft, source, image, reference, signal, taken }),
          )
        return recorded(attempts, { rowId, generation: run.generation, step }, asked, told)
      })
    } catch (error) {
      throw isLimit(error) ? noVerdict(error.problem.message, askAgainMs(run, error.problem)) : error
    }
  }

  /** Asking again is all there is to do, so a limit only sets the pace. */
  function askAgainMs({ jobId }: RunId, { untilMs }: Problem): number {
    const nowMs = clock.nowMs()
    return spreadEnd(untilMs ?? nowMs + pacing.rateLimitWaitMs, nowMs, jobId)
  }

  /** "Not published" counts only once the claimed request can no longer be on its way. */
  async function notPublished({ run, claim }: Committed, problem: Problem | undefined): Promise<Verdict> {
    if (clock.nowMs() < claim.deadlineAtMs) throw noVerdict('The commit may still be on its way.', claim.deadlineAtMs)
    await rows.notPublished(run, claim.number)
    return { verdict: 'not-published', ...(problem && { problem }) }
  }

  async function giveUpTask({ run, brief, claim }: Committed, problem: Problem): Promise<Verdict> {
    await checkpoints.discard(brief.rowId, claim.checkpointNumber)
    await rows.notPublished(run, claim.number)
    return { verdict: 'not-published', problem }
  }

  /** Nothing that a refused upload left behind is of use to a retry. */
  async function refuse({ brief, claim }: Committed, problem: Problem): Promise<Verdict> {
    await checkpoints.discard(brief.rowId, claim.checkpointNumber)
    return { verdict: 'refused', problem }
  }

  /** Should no attempt succeed until the budget ends, the job says what its post lacks. */
  async function enriched(sent: Committed, post: PostReport): Promise<PostReport> {
    try {
      return await ask(sent, 'enrich', (publisher, task) => publisher.enrich(task, post, sent.claim.requestedAtMs))
    } catch (error) {
      if (error instanceof PublishError)
        await rows.enrichPost(sent.run, { ...post, warnings: [...post.warnings, unfinished(error.problem)] })
      throw error
    }
  }

  return {
    async confirm({ jobId, generation }: RunId): Promise<Verdict> {
      const run = { jobId, generation }
      await rows.enter(run, 'processing')
      const sent = await committed(run)
      const { requestedAtMs } = sent.claim
      const found = await ask(sent, 'probe', (publisher, task) => publisher.probe(task, requestedAtMs), whatItTold)
      switch (found.verdict) {
        case 'processing':
        case 'unknown':
          throw noVerdict(found.detail)
        case 'published':
          if (found.awaiting !== undefined && isEarly()) throw noVerdict(found.awaiting)
          return { verdict: 'published', post: found.post }
        case 'not-published':
          return notPublished(sent, found.problem)
        case 'refused':
          return isDefiniteRefusal(found.problem.category)
            ? refuse(sent, found.problem)
            : giveUpTask(sent, found.problem)
        case 'handed-over':
          return found
      }
    },

    async enrich({ jobId, generation, post }: RunId & { post: RecordedPost }): Promise<void> {
      const run = { jobId, generation }
      const report = await enriched(await committed(run), { complete: false, warnings: [], ...post })
      await rows.enrichPost(run, report)
      if (!report.complete) throw noVerdict('The post exists; not all that is wanted of it is there yet.')
    },
  }
}

export type ConfirmActivities = ReturnType<typeof createConfirmActivities>

const unfinished = ({ message }: Problem): Warning => ({
  code: POST_UNFINISHED,
  message: `The post exists, but what follows a publish could not be done yet: ${message}`,
  remedy: 'It is tried again for a while. If it stays so, look at the post on the platform.',
})
