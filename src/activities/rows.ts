import { afterFailure, withNextStep, type AfterFailure, type PlaceInQueue } from '../domain/after-failure'
import { withDeadline } from '../domain/deadline'
import type { Problem } from '../domain/errors'
import type { JobPhase } from '../domain/job'
import type { Pacing } from '../domain/pacing'
import type { HandResult, Resolution } from '../domain/ports/jobs'
import type { CheckpointReference, PostIdentity, PostReport } from '../domain/ports/platform'
import type { ClaimedRun, RunId } from '../domain/ports/run'
import { withNextPlace } from '../domain/quota-texts'
import type { PublishDependencies } from './dependencies'

export interface ClaimedWork extends ClaimedRun {
  /** Timeouts and intervals of this deployment: recorded here, so that a replay sees the ones that held. */
  pacing: Pacing
  /** Where it stands, if it waits for an upload. */
  place?: PlaceInQueue
}

/** A run that began before posts were reported tells the identity alone. */
export type RecordedPost = PostIdentity & Partial<PostReport>

type Needs = Pick<PublishDependencies, 'rows' | 'hands' | 'queue' | 'checkpoints' | 'clock' | 'pacing'>

const idOf = ({ jobId, generation }: RunId): RunId => ({ jobId, generation })

/** Short, idempotent statements on the job's row; run as local activities. Each takes and gives ids and states only. */
export function createRowActivities({ rows, hands, queue, checkpoints, clock, pacing }: Needs) {
  async function placeIn(phase: JobPhase, { jobId }: RunId): Promise<{ place?: PlaceInQueue }> {
    const found = phase === 'waiting-for-quota' ? await queue.placeOf(jobId) : null
    return found ? { place: { place: found.place, day: found.day, startAtMs: found.startAtMs } } : {}
  }

  return {
    async claimRun(input: RunId & { nowMs: number }): Promise<ClaimedWork> {
      const run = idOf(input)
      const claimed = await rows.claim(run, input.nowMs)
      const { move, phase } = claimed
      return { ...claimed, pacing: withinMove(pacing, move, input.nowMs), ...(await placeIn(phase, run)) }
    },

    async settleFailure(
      input: RunId & { problem: Problem; attempt: number; atCommit: boolean },
    ): Promise<AfterFailure> {
      const { attempt, atCommit } = input
      const run = idOf(input)
      const nowMs = clock.nowMs()
      const { reconnectWaitMs, publishBeforeMs, onQuotaExhausted } = await rows.brief(run)
      const problem = withDeadline(input.problem, publishBeforeMs, nowMs)
      if (problem.category === 'quota' && onQuotaExhausted === 'fail') {
        await rows.fail(run, withNextPlace(problem, await queue.placeOf(run.jobId)), false)
        return { kind: 'fail' }
      }
      const after = afterFailure(problem, {
        jobId: run.jobId,
        nowMs,
        reconnectWaitMs: reconnectWaitMs ?? pacing.reconnectWaitMs,
        publishBeforeMs,
        rateLimitWaitMs: pacing.rateLimitWaitMs,
        retryMs: pacing.retryMaxIntervalMs,
        attempt,
        atCommit,
      })
      if (after.kind === 'again') return after
      if (after.kind === 'wait') {
        const untilMs = await rows.park(run, after.phase, after.untilMs, withNextStep(problem, 'wait'))
        if (untilMs !== null && untilMs > nowMs) return { ...after, untilMs, ...(await placeIn(after.phase, run)) }
      }
      await rows.fail(run, withNextStep(problem, 'fail'), false)
      return { kind: 'fail' }
    },

    async markUnconfirmed(input: RunId & { untilMs: number; reason: string }): Promise<void> {
      await rows.unconfirmed(idOf(input), input.untilMs, input.reason)
    },

    async recordPost(input: RunId & { post: RecordedPost }): Promise<void> {
      await rows.recordPost(idOf(input), { complete: false, warnings: [], ...input.post })
    },

    /** What the answer to a commit told of its upload. */
    async amendCheckpoint(input: RunId & { checkpointNumber: number; reference: CheckpointReference }): Promise<void> {
      const { rowId } = await rows.brief(idOf(input))
      await checkpoints.amend(rowId, input.checkpointNumber, input.reference)
    },

    async recordHandedOver(input: RunId): Promise<void> {
      await rows.recordHandedOver(idOf(input))
    },

    async recordRefusal(input: RunId & { problem: Problem }): Promise<void> {
      await rows.fail(idOf(input), input.problem, true)
    },

    async cancelJob({ jobId }: { jobId: string }): Promise<HandResult | null> {
      return hands.cancel(jobId)
    },

    async resolveJob(input: { jobId: string; resolution: Resolution }): Promise<HandResult | null> {
      return hands.resolve(input.jobId, input.resolution)
    },

    /** `scheduledFor` null: now. */
    async rescheduleJob(input: { jobId: string; scheduledFor: string | null }): Promise<HandResult | null> {
      return hands.reschedule(input.jobId, input.scheduledFor === null ? null : new Date(input.scheduledFor))
    },
  }
}

/** No upload goes on beyond the job's latest instant. */
const withinMove = (pacing: Pacing, move: ClaimedRun['move'], nowMs: number): Pacing =>
  move.kind === 'publish' && move.beforeMs !== undefined
    ? { ...pacing, uploadTimeoutMs: Math.min(pacing.uploadTimeoutMs, move.beforeMs - nowMs) }
    : pacing

export type RowActivities = ReturnType<typeof createRowActivities>
