import { EDITABLE_PHASES, PHASE_STATUS, type JobPhase } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { JobEdit, JobHands } from '../../domain/ports/jobs'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota/freed-uploads'
import { accept } from './accept'
import { cancelStatements } from './cancel'
import { isEditable, refusal, shown, STATE } from './hand-state'
import { resolve } from './resolve'
import { retry } from './retry'

/** Changes by hand. The row decides, in one statement, so that they are ordered with the commit claim and work while Temporal is down. */
export function createJobHands(prisma: PrismaClient, clock: Clock): JobHands {
  const now = () => new Date(clock.nowMs())

  const stateOf = (jobId: string) => prisma.publishJob.findUnique({ where: { jobId }, select: STATE })

  /** The job as it is now, without an upload of a day that it has been moved from; undefined: it was too late. */
  async function change(
    where: Prisma.PublishJobWhereInput & { jobId: string },
    data: Prisma.PublishJobUpdateManyMutationInput,
  ) {
    const [[changed]] = await prisma.$transaction([
      prisma.publishJob.updateManyAndReturn({
        where: { ...where, phase: { in: EDITABLE_PHASES }, cancelRequestedAt: null },
        data: { ...data, revision: { increment: 1 } },
        select: STATE,
      }),
      releaseHeldUploads(prisma, clock, [where.jobId]),
    ])
    return changed
  }

  return {
    accept: (request) => accept(prisma, request),

    async cancel(jobId) {
      await prisma.$transaction(cancelStatements(prisma, clock, [jobId]))
      const state = await stateOf(jobId)
      return state && { ...shown(state), answer: state.cancelRequestedAt ? 'cancelled' : refusal(state) }
    },

    async reschedule(jobId, scheduledFor) {
      // Said twice, it is done once: the row stays as the first call left it.
      const OR = scheduledFor
        ? [{ scheduledFor: null }, { scheduledFor: { not: scheduledFor } }]
        : [{ scheduledFor: { not: null } }]
      const state = (await change({ jobId, OR }, instantColumns(scheduledFor))) ?? (await stateOf(jobId))
      if (!state) return null
      const asAsked = isEditable(state) && state.scheduledFor?.getTime() === scheduledFor?.getTime()
      return { ...shown(state), answer: asAsked ? 'rescheduled' : refusal(state) }
    },

    async edit(jobId, edit) {
      const changed = await change({ jobId }, columnsOf(edit))
      if (changed) return { ...shown(changed), answer: 'edited' }
      const state = await stateOf(jobId)
      return state && { ...shown(state), answer: refusal(state) }
    },

    retry: (jobId, allowDuplicate, publishBefore) => retry(prisma, jobId, { allowDuplicate, publishBefore }, now()),

    resolve: (jobId, resolution) => resolve(prisma, jobId, resolution, now()),
  }
}

/** A job that waits for an instant, or for none. */
function instantColumns(scheduledFor: Date | null) {
  const phase: JobPhase = scheduledFor ? 'scheduled' : 'accepted'
  return {
    scheduledFor,
    phase,
    status: PHASE_STATUS[phase],
    waitReason: scheduledFor && 'scheduled',
    waitUntil: scheduledFor,
  }
}

const columnsOf = ({ options, scheduledFor, publishBefore, caption, hashtags }: JobEdit) => ({
  ...(caption !== undefined && { caption }),
  ...(hashtags && { hashtags }),
  ...(options && { options: options as Prisma.InputJsonObject }),
  ...(scheduledFor && instantColumns(scheduledFor)),
  ...(publishBefore !== undefined && { publishBefore }),
})
