import { publishBeforePassed, withinDeadline } from '../../domain/deadline'
import { ENTERED_FROM, PHASE_STATUS, type JobPhase } from '../../domain/job'
import { nextMove, type Move, type RunView } from '../../domain/next-move'
import type { Clock } from '../../domain/ports/clock'
import type { QuotaQueue } from '../../domain/ports/quota'
import type { ClaimedRun, RunId, RunRows } from '../../domain/ports/run'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { readBrief } from './brief'
import { commitRows } from './commit-rows'
import { isCommitOpen, NO_WAIT } from './job-states'
import { outcomeRows } from './outcome-rows'
import { parkRows } from './park'
import { estimatedStartMs } from './quota-turn'
import { FACT_COLUMNS, readFacts, whyOf } from './run-facts'
import { priorityOfRow } from './urgency-rows'

const CLAIM_SELECT = {
  ...FACT_COLUMNS,
  jobId: true,
  userId: true,
  generation: true,
  publishBefore: true,
  quotaQueuedAt: true,
  quotaStartAt: true,
  cancelRequestedAt: true,
  commitRequestedAt: true,
  commitVerdict: true,
  revision: true,
  waitReason: true,
  startedAt: true,
} as const

type ClaimRow = Prisma.PublishJobGetPayload<{ select: typeof CLAIM_SELECT }>

type Wait = Extract<Move, { kind: 'wait' }>

type Go = Extract<Move, { kind: 'publish' | 'confirm' }>

const ENDED: ClaimedRun = { move: { kind: 'end' }, phase: 'cancelled', problem: null }

/** Another run has the job: a retry takes it over from one that has failed. */
const SUPERSEDED: ClaimedRun = { move: { kind: 'end' }, phase: 'failed', problem: null }

/** The row of a job as its run changes it; see the port for what each statement promises. */
export function createRunRows(prisma: PrismaClient, clock: Clock, queue: Pick<QuotaQueue, 'placeOf'>): RunRows {
  const outcomes = outcomeRows(prisma, clock)

  async function claim(run: RunId, runNowMs: number): Promise<ClaimedRun> {
    // What is over by one of the two clocks is over.
    const nowMs = Math.max(runNowMs, clock.nowMs())
    for (;;) {
      const row = await prisma.publishJob.findUnique({ where: { jobId: run.jobId }, select: CLAIM_SELECT })
      if (!row) return ENDED
      if (row.generation !== run.generation) return SUPERSEDED
      const move = nextMove(viewOf(row), run.generation, nowMs)
      if (move.kind === 'end') return { ...(await shownOf(row)), move, problem: whyOf(row), platform: row.platform }
      if (move.kind === 'cancel') await outcomes.cancelled(run)
      else if (move.kind === 'expire')
        await outcomes.expired(run, publishBeforePassed(move.publishBeforeMs, row.waitReason), nowMs)
      else {
        const claimed = await go(row, run, move.kind === 'queue' ? await inQueue(row, nowMs) : move)
        if (claimed) return claimed
      }
    }
  }

  const shownOf = async (row: ClaimRow) => ({
    phase: row.phase as JobPhase,
    facts: await readFacts(prisma, row),
  })

  /** Where the job stands in the queue, as a wait. */
  async function inQueue({ jobId, publishBefore }: ClaimRow, nowMs: number): Promise<Wait> {
    const startMs = await estimatedStartMs(queue, jobId, nowMs)
    return {
      kind: 'wait',
      phase: 'waiting-for-quota',
      untilMs: withinDeadline(startMs, publishBefore && publishBefore.getTime()),
    }
  }

  /** Null: the row is not as it was read any more. */
  async function go(row: ClaimRow, run: RunId, move: Wait | Go): Promise<ClaimedRun | null> {
    const change = changeOf(move, row.startedAt ?? new Date(clock.nowMs()))
    const { count } = await prisma.publishJob.updateMany({ where: { ...run, ...asRead(row) }, data: change })
    if (count === 0) return null
    const attemptNumber = row.attemptNumber + (move.kind === 'publish' ? 1 : 0)
    const claimed = {
      ...(await shownOf({ ...row, phase: change.phase ?? row.phase, attemptNumber })),
      move,
      problem: null,
    }
    if (move.kind === 'wait') return claimed
    return { ...claimed, platform: row.platform, priorityKey: await priorityOfRow(prisma, row) }
  }

  return {
    claim,
    brief: (run) => readBrief(prisma, run),

    async enter(run, phase) {
      await prisma.publishJob.updateMany({
        where: { ...run, phase: { in: [...ENTERED_FROM[phase]] } },
        data: { phase, status: PHASE_STATUS[phase], ...NO_WAIT },
      })
    },

    async progress(run, bytesSent) {
      await prisma.publishJob.updateMany({
        where: { ...run, status: 'ACTIVE' },
        data: { bytesSent: BigInt(bytesSent) },
      })
    },

    ...parkRows(prisma, clock, queue),
    ...commitRows(prisma, clock),
    recordPost: outcomes.recordPost,
    recordHandedOver: outcomes.recordHandedOver,
    enrichPost: outcomes.enrichPost,
    unconfirmed: outcomes.unconfirmed,
    fail: outcomes.fail,
  }
}

const viewOf = (row: ClaimRow): RunView => ({
  phase: row.phase as JobPhase,
  generation: row.generation,
  scheduledForMs: row.scheduledFor && row.scheduledFor.getTime(),
  publishBeforeMs: row.publishBefore && row.publishBefore.getTime(),
  cancelRequested: row.cancelRequestedAt !== null,
  commitOpen: isCommitOpen(row),
  queued: row.quotaQueuedAt !== null,
  quotaStartMs: row.quotaStartAt && row.quotaStartAt.getTime(),
})

/** The row as it was read is part of the condition: a change by hand, by a grant or by another run is looked at anew. */
const asRead = (row: ClaimRow) => ({
  revision: row.revision,
  phase: row.phase,
  cancelRequestedAt: row.cancelRequestedAt,
  commitRequestedAt: row.commitRequestedAt,
  commitVerdict: row.commitVerdict,
  quotaStartAt: row.quotaStartAt,
})

/** What a claim writes. A wait for a reconnect keeps its deadline until bytes flow again. */
function changeOf(move: Wait | Go, startedAt: Date) {
  const started = { attemptNumber: { increment: 1 }, startedAt }
  if (move.kind === 'wait')
    return {
      phase: move.phase,
      status: PHASE_STATUS[move.phase],
      waitUntil: new Date(move.untilMs),
      // Why there is no place was said when the job began to wait for one.
      ...(move.phase === 'scheduled' && { waitReason: 'scheduled' }),
    }
  if (move.kind === 'publish') return { phase: 'preparing' as const, status: PHASE_STATUS.preparing, ...started }
  return { phase: undefined }
}
