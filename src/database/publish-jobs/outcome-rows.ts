import { PHASE_STATUS } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { RunId, RunRows } from '../../domain/ports/run'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota-ledger'
import { isUniqueViolation } from '../unique-violation'
import { addPost, completeWithPost, LIVE, toJson } from './post-rows'

type OutcomeRows = Pick<RunRows, 'recordPost' | 'recordHandedOver' | 'enrichPost' | 'park' | 'unconfirmed' | 'fail'> & {
  /** Ends a job whose cancel was requested before any commit was claimed. */
  cancelled(run: RunId): Promise<void>
}

const NO_WAIT = { waitReason: null, waitUntil: null }

/** No commit of the job lacks a verdict: it may end without a post. */
const NO_OPEN_COMMIT: Prisma.PublishJobWhereInput = {
  OR: [{ commitRequestedAt: null }, { commitVerdict: { not: null } }],
}

/** Nor is a cancel requested, which the next look at the row carries out. */
const UNDISTURBED: Prisma.PublishJobWhereInput = { cancelRequestedAt: null, ...NO_OPEN_COMMIT }

/** How a job waits and ends. */
export function outcomeRows(prisma: PrismaClient, clock: Clock): OutcomeRows {
  const now = () => new Date(clock.nowMs())

  return {
    async recordPost({ jobId }, post) {
      await prisma.$transaction(async (tx) => {
        const isNew = await addPost(tx, jobId, post, now())
        // Recorded already, or found under the id of another job's post: then the public id is not known after all.
        if (!isNew) await addPost(tx, jobId, { provisionalId: post.provisionalId, platformPostId: null }, now())
        await completeWithPost(tx, jobId, post.warnings, now())
      })
    },

    async recordHandedOver(run) {
      await prisma.publishJob.updateMany({
        where: { jobId: run.jobId, status: { in: LIVE } },
        data: {
          phase: 'handed-over',
          status: PHASE_STATUS['handed-over'],
          completedAt: now(),
          commitVerdict: 'handed-over',
          ...NO_WAIT,
        },
      })
    },

    async enrichPost({ jobId }, post) {
      const { platformPostId, url, visibility } = post
      const write = (identity: Prisma.PublishedPostUpdateManyMutationInput) =>
        prisma.$transaction([
          prisma.publishedPost.updateMany({
            where: { publishJob: { jobId } },
            data: { ...identity, ...(visibility ? { visibility } : {}) },
          }),
          prisma.publishJob.updateMany({ where: { jobId }, data: { warnings: toJson(post.warnings) } }),
        ])
      try {
        const id = platformPostId ? { platformPostId, platformPostIdProvisional: false } : {}
        await write({ ...id, ...(url ? { url } : {}) })
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        // The id is another job's post: neither it nor its address belongs here.
        await write({})
      }
    },

    async park(run, phase, untilMs, problem) {
      const before = await prisma.publishJob.findUniqueOrThrow({
        where: { jobId: run.jobId },
        select: { waitReason: true, waitUntil: true },
      })
      const isSameWait = phase === 'waiting-for-reconnect' && before.waitReason === problem.code
      const waitUntil = (isSameWait && before.waitUntil) || new Date(untilMs)
      const { count } = await prisma.publishJob.updateMany({
        where: { ...run, status: { in: LIVE }, ...UNDISTURBED },
        data: {
          phase,
          status: PHASE_STATUS[phase],
          waitReason: problem.code,
          waitUntil,
          errorCode: problem.code,
          errorCategory: problem.category,
          errorMessage: `${problem.message} ${problem.remedy}`,
        },
      })
      return count === 1 ? waitUntil.getTime() : null
    },

    async unconfirmed(run, nextProbeAtMs, detail) {
      await prisma.publishJob.updateMany({
        where: { ...run, status: { in: LIVE }, commitRequestedAt: { not: null }, commitVerdict: null },
        data: {
          phase: 'unconfirmed',
          status: PHASE_STATUS.unconfirmed,
          waitReason: detail,
          waitUntil: new Date(nextProbeAtMs),
        },
      })
    },

    async fail(run, problem, refusedCommit) {
      const where = { ...run, status: { in: LIVE }, ...(refusedCommit ? {} : UNDISTURBED) }
      await prisma.$transaction([
        prisma.publishJob.updateMany({
          where,
          data: {
            phase: 'failed',
            status: PHASE_STATUS.failed,
            failedAt: now(),
            errorCode: problem.code,
            errorCategory: problem.category,
            errorMessage: `${problem.message} ${problem.remedy}`,
            ...(refusedCommit ? { commitVerdict: 'refused' } : {}),
            ...NO_WAIT,
          },
        }),
        releaseHeldUploads(prisma, clock, run.jobId),
      ])
    },

    async cancelled(run) {
      await prisma.$transaction([
        prisma.publishJob.updateMany({
          where: { ...run, status: { in: LIVE }, cancelRequestedAt: { not: null }, ...NO_OPEN_COMMIT },
          data: { phase: 'cancelled', status: PHASE_STATUS.cancelled, failedAt: now(), ...NO_WAIT },
        }),
        releaseHeldUploads(prisma, clock, run.jobId),
      ])
    },
  }
}
