import { ACCOUNT_BUSY, laneWaitMs } from '../domain/account-busy'
import { isUsable } from '../domain/checkpoint'
import { isPast } from '../domain/deadline'
import { PublishError } from '../domain/errors'
import type { CheckpointReference, CommitTask, PostReport } from '../domain/ports/platform'
import type { PublishBrief, RunId } from '../domain/ports/run'
import { isDeadToken, type Accounts, type HeldAccount } from './accounts'
import { recorded } from './attempt'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'
import { createProgress } from './progress'
import { imagesOf, pinSource } from './source'

/**
 * - `published`: the post exists.
 * - `sent`: the platform has the request, or may have it; only a probe may follow. `learnt` belongs to its checkpoint.
 * - `not-claimed`: nothing was sent; the row says why, or what to do first.
 * - `account-busy`: nothing was sent; the job waits until another post of its account has a verdict.
 */
export type CommitReply =
  | { outcome: 'published'; post: PostReport }
  | { outcome: 'sent'; learnt?: { checkpointNumber: number; reference: CheckpointReference } }
  | { outcome: 'not-claimed' }
  | { outcome: 'account-busy'; untilMs: number }

/** How long after its claim a commit may still be started: a worker that was frozen in between must not send it. */
const SEND_WINDOW_MS = 10_000

const NOT_CLAIMED: CommitReply = { outcome: 'not-claimed' }

type ReadyTask = Omit<CommitTask, 'signal' | 'sendBeforeMs'> & { number: number }

/** The irreversible step: claimed in the row, then sent once. */
export function createCommitActivities(deps: PublishDependencies, accounts: Accounts) {
  const { rows, lane, checkpoints, attempts, publishers, store, clock, pacing } = deps
  const image = imagesOf(store)

  /** The task to finish, or null where it has expired or no longer fits: the upload must be opened anew. */
  async function taskOf(brief: PublishBrief, held: HeldAccount): Promise<ReadyTask | null> {
    const { account } = held
    const { source, etag } = await pinSource(store, brief)
    const fingerprint = { platformUserId: account.platformUserId, objectEtag: etag, revision: brief.revision }
    const checkpoint = await checkpoints.latest(brief.rowId)
    if (!checkpoint || !isUsable(checkpoint, fingerprint, clock.nowMs())) return null
    return { account, draft: brief.draft, source, image, reference: checkpoint.reference, number: checkpoint.number }
  }

  /** Null also where the store or the token's owner is out of reach: the upload step, which has the longer budget, waits for them. */
  async function readyTask(brief: PublishBrief): Promise<{ held: HeldAccount; task: ReadyTask } | null> {
    try {
      const held = await accounts.hold(brief)
      const task = await taskOf(brief, held)
      return task && { held, task }
    } catch (error) {
      if (error instanceof PublishError && error.problem.category === 'transient') return null
      throw error
    }
  }

  /** Why there was no claim: another commit of the account comes first, or what the row says. */
  async function standInLine(run: RunId): Promise<CommitReply> {
    const place = await lane.placeOf(run)
    if (place === null) return NOT_CLAIMED
    const untilMs = clock.nowMs() + laneWaitMs(place, pacing.pollIntervalMs)
    const parkedUntilMs = await rows.park(run, 'cooling-down', untilMs, ACCOUNT_BUSY)
    return parkedUntilMs === null ? NOT_CLAIMED : { outcome: 'account-busy', untilMs: parkedUntilMs }
  }

  async function send(run: RunId, brief: PublishBrief, task: ReadyTask, sendBeforeMs: number): Promise<CommitReply> {
    const step = { rowId: brief.rowId, generation: run.generation, step: 'commit' }
    return beating(pacing.heartbeatTimeoutMs / 3, async (report) => {
      const progress = createProgress(report, (bytes) => rows.progress(run, bytes))
      const signal = AbortSignal.timeout(pacing.commitTimeoutMs)
      try {
        const result = await recorded(attempts, step, () =>
          publishers[brief.platform].commit({ ...task, sendBeforeMs, signal }, progress.report),
        )
        if (result.outcome === 'published') return result
        const { reference } = result
        return { outcome: 'sent', ...(reference && { learnt: { checkpointNumber: task.number, reference } }) }
      } finally {
        await progress.settled()
      }
    })
  }

  return {
    async commit({ jobId, generation }: RunId): Promise<CommitReply> {
      const run = { jobId, generation }
      const brief = await rows.brief(run)
      if (isPast(brief.publishBeforeMs, clock.nowMs())) return NOT_CLAIMED
      const ready = await readyTask(brief)
      if (!ready) return NOT_CLAIMED
      const { held, task } = ready

      const sendBeforeMs = clock.nowMs() + SEND_WINDOW_MS
      const { claimCommit } = publishers[brief.platform].commitsOneByOne ? lane : rows
      const claimNumber = await claimCommit(run, task.number, sendBeforeMs + pacing.commitTimeoutMs)
      if (claimNumber === null) return standInLine(run)
      try {
        return await accounts.use(held, 'publish', () => send(run, brief, task, sendBeforeMs))
      } catch (error) {
        if (!(error instanceof PublishError)) return { outcome: 'sent' }
        if (error.problem.category === 'unknown-outcome') {
          // Our request is over, so from a settling time on the platform's "not published" can be believed.
          await rows.hastenDeadline(run, claimNumber, clock.nowMs() + pacing.commitSettleMs)
          const { learnt: reference } = error
          return { outcome: 'sent', ...(reference && { learnt: { checkpointNumber: task.number, reference } }) }
        }
        await rows.notPublished(run, claimNumber)
        if (error.problem.code === 'upload-gone') await checkpoints.discard(brief.rowId, task.number)
        if (!isDeadToken(error)) throw error
        await accounts.renew(brief, held)
        return NOT_CLAIMED
      }
    },
  }
}

export type CommitActivities = ReturnType<typeof createCommitActivities>
