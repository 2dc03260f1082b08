import { publishBeforePassed } from '../../domain/deadline'
import { ENTERED_FROM, PHASE_STATUS, type JobPhase } from '../../domain/job'
import { nextMove, type Move } from '../../domain/next-move'
import type { Clock } from '../../domain/ports/clock'
import type { ClaimedRun, RunId, RunRows } from '../../domain/ports/run'
import type { PrismaClient } from '../prisma'
import { readBrief } from './brief'
import { commitRows } from './commit-rows'
import { isCommitOpen } from './job-states'
import { outcomeRows } from './outcome-rows'
import { priorityOfRow } from './urgency-rows'

const CLAIM_SELECT = {
  jobId: true,
  userId: true,
  platform: true,
  phase: true,
  generation: true,
  scheduledFor: true,
  publishBefore: true,
  quotaQueuedAt: true,
  cancelRequestedAt: true,
  commitRequestedAt: true,
  commitVerdict: true,
  revision: true,
  waitReason: true,
  startedAt: true,
  errorCode: true,
  errorMessage: true,
} as const

const ENDED: ClaimedRun = { move: { kind: 'end' }, phase: 'cancelled', problem: null }

/** The row of a job as its run changes it; see the port for what each statement promises. */
export function createRunRows(prisma: PrismaClient, clock: Clock): RunRows {
  const outcomes = outcomeRows(prisma, clock)

  async function claim(run: RunId, nowMs: number): Promise<ClaimedRun> {
    for (;;) {
      const row = await prisma.publishJob.findUnique({ where: { jobId: run.jobId }, select: CLAIM_SELECT })
      if (!row) return ENDED
      const phase = row.phase as JobPhase
      const view = {
        phase,
        generation: row.generation,
        scheduledForMs: row.scheduledFor?.getTime() ?? null,
        publishBeforeMs: row.publishBefore?.getTime() ?? null,
        cancelRequested: row.cancelRequestedAt !== null,
        commitOpen: isCommitOpen(row),
      }
      const move = nextMove(view, run.generation, nowMs)
      if (move.kind === 'end') return { move, phase, problem: problemOf(row) }
      if (move.kind === 'cancel') {
        await outcomes.cancelled(run)
        continue
      }
      if (move.kind === 'expire') {
        await outcomes.expired(run, publishBeforePassed(move.publishBeforeMs, row.waitReason), nowMs)
        continue
      }
      const change = changeOf(move, row.startedAt ?? new Date(clock.nowMs()))
      // The row as it was read is part of the condition: a change by hand or by another run is looked at anew.
      const guard = {
        jobId: run.jobId,
        generation: run.generation,
        revision: row.revision,
        phase: row.phase,
        cancelRequestedAt: row.cancelRequestedAt,
        commitRequestedAt: row.commitRequestedAt,
        commitVerdict: row.commitVerdict,
      }
      const { count } = await prisma.publishJob.updateMany({ where: guard, data: change })
      if (count === 0) continue
      const claimed = { move, phase: change.phase ?? phase, problem: null }
      if (move.kind === 'wait') return claimed
      return { ...claimed, platform: row.platform, priorityKey: await priorityOfRow(prisma, row) }
    }
  }

  return {
    claim,
    brief: (run) => readBrief(prisma, run),

    async enter(run, phase) {
      await prisma.publishJob.updateMany({
        where: { ...run, phase: { in: [...ENTERED_FROM[phase]] } },
        data: { phase, status: PHASE_STATUS[phase], waitReason: null, waitUntil: null },
      })
    },

    async progress(run, bytesSent) {
      await prisma.publishJob.updateMany({
        where: { ...run, status: 'ACTIVE' },
        data: { bytesSent: BigInt(bytesSent) },
      })
    },

    ...commitRows(prisma, clock),
    recordPost: outcomes.recordPost,
    recordHandedOver: outcomes.recordHandedOver,
    enrichPost: outcomes.enrichPost,
    park: outcomes.park,
    unconfirmed: outcomes.unconfirmed,
    fail: outcomes.fail,
  }
}

const problemOf = (row: { errorCode: string | null; errorMessage: string | null }): ClaimedRun['problem'] =>
  row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? row.errorCode }

/** What a claim writes. A wait for a reconnect keeps its deadline until bytes flow again. */
function changeOf(move: Exclude<Move, { kind: 'end' | 'cancel' | 'expire' }>, startedAt: Date) {
  const started = { attemptNumber: { increment: 1 }, startedAt }
  if (move.kind === 'wait')
    return {
      phase: 'scheduled' as const,
      status: PHASE_STATUS.scheduled,
      waitReason: 'scheduled',
      waitUntil: new Date(move.untilMs),
    }
  if (move.kind === 'publish') return { phase: 'preparing' as const, status: PHASE_STATUS.preparing, ...started }
  return { phase: undefined }
}
