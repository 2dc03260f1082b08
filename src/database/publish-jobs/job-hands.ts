import { EDITABLE_PHASES, PHASE_STATUS, TERMINAL_PHASES, WAITING_PHASES, type JobPhase } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { HandAnswer, JobHands } from '../../domain/ports/jobs'
import type { PublishJob } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota-ledger'
import { accept } from './accept'

/** No step is under way: the row alone ends the job, and its run finds it ended. */
const IDLE_PHASES: JobPhase[] = [...EDITABLE_PHASES, ...WAITING_PHASES]

/** Changes by hand. The row decides, in one statement, so that they are ordered with the commit claim and work while Temporal is down. */
export function createJobHands(prisma: PrismaClient, clock: Clock): JobHands {
  const now = () => new Date(clock.nowMs())

  const stateOf = (jobId: string) => prisma.publishJob.findUnique({ where: { jobId }, select: STATE })

  return {
    accept: (request) => accept(prisma, request),

    async cancel(jobId) {
      const cancelled = {
        phase: 'cancelled',
        status: PHASE_STATUS.cancelled,
        failedAt: now(),
        waitReason: null,
        waitUntil: null,
      }
      const uncommitted = { jobId, OR: [{ commitRequestedAt: null }, { commitVerdict: 'not-published' }] }
      await prisma.$transaction([
        prisma.publishJob.updateMany({
          where: { ...uncommitted, cancelRequestedAt: null, phase: { notIn: TERMINAL_PHASES } },
          data: { cancelRequestedAt: now() },
        }),
        // The row is held since then: the job neither begins a step nor ends one in between.
        prisma.publishJob.updateMany({
          where: { ...uncommitted, cancelRequestedAt: { not: null }, phase: { in: IDLE_PHASES } },
          data: cancelled,
        }),
        releaseHeldUploads(prisma, clock, jobId),
      ])
      const state = await stateOf(jobId)
      return state && { ...shown(state), answer: state.cancelRequestedAt ? 'cancelled' : refusal(state) }
    },

    async reschedule(jobId, scheduledFor) {
      const phase: JobPhase = scheduledFor ? 'scheduled' : 'accepted'
      const changed = await prisma.publishJob.updateManyAndReturn({
        where: {
          jobId,
          phase: { in: EDITABLE_PHASES },
          cancelRequestedAt: null,
          // Said twice, it is done once: the row stays as the first call left it.
          OR: scheduledFor
            ? [{ scheduledFor: null }, { scheduledFor: { not: scheduledFor } }]
            : [{ scheduledFor: { not: null } }],
        },
        data: {
          scheduledFor,
          phase,
          status: PHASE_STATUS[phase],
          waitReason: scheduledFor && 'scheduled',
          waitUntil: scheduledFor,
          revision: { increment: 1 },
        },
        select: STATE,
      })
      const state = changed[0] ?? (await stateOf(jobId))
      if (!state) return null
      const asAsked = isEditable(state) && state.scheduledFor?.getTime() === scheduledFor?.getTime()
      return { ...shown(state), answer: asAsked ? 'rescheduled' : refusal(state) }
    },
  }
}

const STATE = { phase: true, revision: true, scheduledFor: true, cancelRequestedAt: true } as const

type State = Pick<PublishJob, keyof typeof STATE>

const shown = (state: State) => ({ phase: state.phase as JobPhase, revision: state.revision })

const isEditable = (state: State): boolean =>
  EDITABLE_PHASES.includes(state.phase as JobPhase) && state.cancelRequestedAt === null

/** `unconfirmed` only once probing has begun to wait: a commit that is on its way right now is simply too late to stop. */
const refusal = (state: State): HandAnswer => (state.phase === 'unconfirmed' ? 'unconfirmed' : 'too-late')
