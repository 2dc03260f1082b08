import { Context } from '@temporalio/activity'
import { PublishError, type Problem } from '../domain/errors'
import type { PlatformPublisher, PostIdentity, UploadTask } from '../domain/ports/platform'
import type { PublishBrief, RunId } from '../domain/ports/run'
import type { Accounts } from './accounts'
import { recorded } from './attempt'
import type { PublishDependencies } from './dependencies'

export type Verdict =
  | { verdict: 'published'; post: PostIdentity }
  | { verdict: 'handed-over' }
  /** The upload can be finished, or, where the platform gave it up for a passing `problem`, made anew. */
  | { verdict: 'not-published'; problem?: Problem }
  | { verdict: 'refused'; problem: Problem }

/** A public id that comes within so many polls is worth waiting for: it spares a step of its own. */
const PATIENT_POLLS = 8

const isEarly = (): boolean => Context.current().info.attempt <= PATIENT_POLLS

/** The read-only steps after a commit. Without an answer they throw; the retry policy is their poll interval. */
export function createConfirmActivities(deps: PublishDependencies, accounts: Accounts) {
  const { rows, checkpoints, attempts, publishers, store, clock, pacing } = deps

  async function ask<T>(
    run: RunId,
    step: string,
    question: (publisher: PlatformPublisher, task: UploadTask, brief: PublishBrief) => Promise<T>,
  ): Promise<T> {
    const brief = await rows.brief(run)
    const checkpoint = await checkpoints.latest(brief.rowId)
    if (!checkpoint) throw noVerdict('The upload that the commit belonged to is not on record.')
    const { draft, video } = brief
    const source = store.open(video.key, { etag: checkpoint.objectEtag, sizeBytes: video.sizeBytes })
    const signal = AbortSignal.any([
      Context.current().cancellationSignal,
      AbortSignal.timeout(3 * pacing.requestTimeoutMs),
    ])
    return recorded(attempts, { rowId: brief.rowId, generation: run.generation, step }, () =>
      accounts.call(brief, (account) =>
        question(
          publishers[brief.platform],
          { account, draft, source, reference: checkpoint.reference, signal },
          brief,
        ),
      ),
    )
  }

  /** "Not published" counts only once the claimed request can no longer be on its way. */
  async function believed(run: RunId): Promise<Verdict> {
    const { commitDeadlineAtMs } = await rows.brief(run)
    if (commitDeadlineAtMs !== null && clock.nowMs() < commitDeadlineAtMs)
      throw noVerdict('The commit may still be on its way.', commitDeadlineAtMs)
    await rows.notPublished(run)
    return { verdict: 'not-published' }
  }

  async function giveUpTask(run: RunId, problem: Problem): Promise<Verdict> {
    const { rowId } = await rows.brief(run)
    const task = await checkpoints.latest(rowId)
    if (task) await checkpoints.discard(rowId, task.number)
    await rows.notPublished(run)
    return { verdict: 'not-published', problem }
  }

  return {
    async confirm({ jobId, generation }: RunId): Promise<Verdict> {
      const run = { jobId, generation }
      await rows.enter(run, 'processing')
      const found = await ask(run, 'probe', (publisher, task, brief) =>
        publisher.probe(task, brief.commitRequestedAtMs ?? clock.nowMs()),
      )
      if (found.verdict === 'processing' || found.verdict === 'unknown') throw noVerdict(found.detail)
      if (found.verdict === 'published' && found.post.platformPostId === null && isEarly())
        throw noVerdict('The post exists; its public id is awaited.')
      if (found.verdict === 'not-published') return believed(run)
      return found.verdict === 'refused' && found.problem.category === 'transient'
        ? giveUpTask(run, found.problem)
        : found
    },

    async enrich({ jobId, generation, post }: RunId & { post: PostIdentity }): Promise<void> {
      const run = { jobId, generation }
      const learnt = await ask(run, 'enrich', (publisher, task) => publisher.enrich(task, post))
      await rows.enrichPost(run, learnt)
      const publicId = learnt.platformPostId ?? post.platformPostId
      if (publicId === null) throw noVerdict('The platform has not told the public id of the post yet.')
    },
  }
}

export type ConfirmActivities = ReturnType<typeof createConfirmActivities>

const noVerdict = (detail: string, untilMs?: number) =>
  new PublishError({
    code: 'no-verdict-yet',
    category: 'transient',
    message: detail,
    remedy: 'Nothing needs to be done: the platform is asked again.',
    ...(untilMs === undefined ? {} : { untilMs }),
  })
