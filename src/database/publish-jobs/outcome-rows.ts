import { PHASE_STATUS, type JobStatus } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { PostIdentity, PostReport } from '../../domain/ports/platform'
import type { RunId, RunRows } from '../../domain/ports/run'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota-ledger'
import { isUniqueViolation } from '../unique-violation'

type OutcomeRows = Pick<RunRows, 'recordPost' | 'recordHandedOver' | 'enrichPost' | 'park' | 'unconfirmed' | 'fail'> & {
  /** Ends a job whose cancel was requested before any commit was claimed. */
  cancelled(run: RunId): Promise<void>
}

const LIVE: JobStatus[] = ['PENDING', 'ACTIVE', 'DELAYED']

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
    async recordPost(run, post) {
      await prisma.$transaction(async (tx) => {
        const job = await tx.publishJob.findUniqueOrThrow({
          where: { jobId: run.jobId },
          select: { id: true, userId: true, videoId: true, platform: true, caption: true, hashtags: true },
        })
        const { id, ...copied } = job
        const write = (identity: PostIdentity) =>
          tx.publishedPost.createMany({
            data: [{ ...copied, publishJobId: id, publishedAt: now(), ...columnsOf(identity) }],
            skipDuplicates: true,
          })
        const { count } = await write(post)
        // Recorded already, or found under the id of another job's post: then the public id is not known after all.
        if (count === 0) await write({ provisionalId: post.provisionalId, platformPostId: null })
        await tx.publishJob.updateMany({
          where: { jobId: run.jobId, status: { in: LIVE }, post: { isNot: null } },
          data: {
            phase: 'published',
            status: PHASE_STATUS.published,
            completedAt: now(),
            commitVerdict: 'published',
            warnings: warningsOf(post),
            errorCode: null,
            errorCategory: null,
            errorMessage: null,
            ...NO_WAIT,
          },
        })
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
          prisma.publishJob.updateMany({ where: { jobId }, data: { warnings: warningsOf(post) } }),
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

const warningsOf = ({ warnings }: PostReport): Prisma.InputJsonArray =>
  warnings.map(({ code, message, remedy }) => ({ code, message, remedy }))

/** The checkpoint's id stands in where the platform tells the public id late or never. */
const columnsOf = (post: PostIdentity) => ({
  platformPostId: post.platformPostId ?? post.provisionalId,
  platformPostIdProvisional: post.platformPostId === null,
  url: post.url ?? null,
  visibility: post.visibility ?? null,
})
