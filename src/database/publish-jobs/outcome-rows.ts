import type { Problem } from '../../domain/errors'
import { PHASE_STATUS } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { RunId, RunRows } from '../../domain/ports/run'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota/freed-uploads'
import { isUniqueViolation } from '../violations'
import { failedColumns, LIVE, NO_OPEN_COMMIT, NO_WAIT, OPEN_COMMIT, UNDISTURBED } from './job-states'
import { addPost, completeWithPost, toJson } from './post-rows'

type OutcomeRows = Pick<RunRows, 'recordPost' | 'recordHandedOver' | 'enrichPost' | 'unconfirmed' | 'fail'> & {
  /** Ends a job whose cancel was requested before any commit was claimed. */
  cancelled(run: RunId): Promise<void>
  /** Ends a job whose latest instant has come by `nowMs` before any commit was claimed. */
  expired(run: RunId, problem: Problem, nowMs: number): Promise<void>
}

/** How a job ends, or stays in doubt. */
export function outcomeRows(prisma: PrismaClient, clock: Clock): OutcomeRows {
  const now = () => new Date(clock.nowMs())

  /** Ends a live job without a post, and what is held for it. */
  const end = (run: RunId, where: Prisma.PublishJobWhereInput, data: Prisma.PublishJobUpdateManyMutationInput) =>
    prisma.$transaction([
      prisma.publishJob.updateMany({ where: { ...run, status: { in: LIVE }, ...where }, data }),
      releaseHeldUploads(prisma, clock, [run.jobId]),
    ])

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

    async unconfirmed(run, nextProbeAtMs, detail) {
      await prisma.publishJob.updateMany({
        where: { ...run, status: { in: LIVE }, ...OPEN_COMMIT },
        data: {
          phase: 'unconfirmed',
          status: PHASE_STATUS.unconfirmed,
          waitReason: detail,
          waitUntil: new Date(nextProbeAtMs),
        },
      })
    },

    async fail(run, problem, refusedCommit) {
      const failed = failedColumns(problem, now())
      await (refusedCommit ? end(run, {}, { ...failed, commitVerdict: 'refused' }) : end(run, UNDISTURBED, failed))
    },

    async cancelled(run) {
      const cancelled = { phase: 'cancelled', status: PHASE_STATUS.cancelled, failedAt: now(), ...NO_WAIT }
      await end(run, { cancelRequestedAt: { not: null }, ...NO_OPEN_COMMIT }, cancelled)
    },

    async expired(run, problem, nowMs) {
      const past = { publishBefore: { lte: new Date(nowMs) } }
      await end(run, { ...past, ...UNDISTURBED }, failedColumns(problem, now()))
    },
  }
}
