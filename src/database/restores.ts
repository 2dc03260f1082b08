import { PHASE_STATUS, type JobPhase } from '../domain/job'
import type { Clock } from '../domain/ports/clock'
import type { PendingRestore, Restores } from '../domain/ports/restores'
import type { Fate, RestoredRow } from '../domain/restored-job'
import type { Problem } from '../domain/errors'
import type { Prisma } from '../generated/prisma/client'
import type { PrismaClient } from './prisma'
import { failedColumns, isCommitOpen, LIVE, NO_OPEN_COMMIT, NO_WAIT, problemColumns } from './publish-jobs/job-states'
import { addPost, completeWithPost } from './publish-jobs/post-rows'

const ROW = { jobId: true, phase: true, commitRequestedAt: true, commitVerdict: true } as const

const rowOf = (job: Prisma.PublishJobGetPayload<{ select: typeof ROW }>): RestoredRow => ({
  phase: job.phase as JobPhase,
  commitOpen: isCommitOpen(job),
})

/** The rows of a database that was put back to a backup. */
export function createRestores(prisma: PrismaClient, clock: Clock): Restores {
  const now = () => new Date(clock.nowMs())

  /** Of several workers that start at once, none changes a row any more once one of them has settled the restore. */
  const unsettled = (restore: PendingRestore, work: (tx: Prisma.TransactionClient) => Promise<number>) =>
    prisma.$transaction(async (tx) => {
      const open = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM "DatabaseRestore" WHERE id = ${restore.id} AND "settledAt" IS NULL FOR SHARE`
      return open.length === 0 ? 0 : work(tx)
    })

  return {
    async pending() {
      const row = await prisma.databaseRestore.findFirst({
        where: { settledAt: null },
        orderBy: { backupAt: 'asc' },
        select: { id: true, backupAt: true, restoredAt: true },
      })
      return row && { id: row.id, backupAtMs: row.backupAt.getTime(), restoredAtMs: row.restoredAt.getTime() }
    },

    async rowsOf(jobIds) {
      const jobs = await prisma.publishJob.findMany({ where: { jobId: { in: jobIds } }, select: ROW })
      return new Map(jobs.map((job) => [job.jobId, rowOf(job)]))
    },

    async unwitnessed({ restoredAtMs }, known) {
      const live = await prisma.publishJob.findMany({
        where: { status: { in: LIVE }, createdAt: { lt: new Date(restoredAtMs) } },
        select: ROW,
      })
      return live.filter(({ jobId }) => !known.has(jobId)).map((job) => ({ jobId: job.jobId, row: rowOf(job) }))
    },

    async apply(restore, jobId, fate) {
      await unsettled(restore, (tx) => applied(tx, jobId, fate, now()))
    },

    async bury(restore, { jobId, userId, videoId, platform, startedAtMs, commit }) {
      await unsettled(restore, async (tx) => {
        if ((await tx.user.count({ where: { id: userId } })) === 0) return 0
        const phase: JobPhase =
          commit.kind === 'published' || commit.kind === 'handed-over' ? PHASES[commit.kind] : 'failed'
        const { count } = await tx.publishJobTombstone.createMany({
          data: {
            jobId,
            principal: 'unknown',
            userId,
            videoId,
            platform,
            phase,
            status: PHASE_STATUS[phase],
            errorCode: phase === 'failed' ? 'lost-in-restore' : null,
            createdAt: new Date(startedAtMs),
            endedAt: now(),
            removedAt: now(),
          },
          skipDuplicates: true,
        })
        return count
      })
    },

    eraseAgain: (restore, userIds) =>
      unsettled(restore, async (tx) => {
        const where = { id: { in: userIds }, eraseRequestedAt: null }
        return (await tx.user.updateMany({ where, data: { eraseRequestedAt: now() } })).count
      }),

    async settled({ id }) {
      await prisma.databaseRestore.updateMany({ where: { id, settledAt: null }, data: { settledAt: now() } })
    },
  }
}

const PHASES = { published: 'published', 'handed-over': 'handed-over' } as const

async function applied(tx: Prisma.TransactionClient, jobId: string, fate: Fate, now: Date): Promise<number> {
  if (fate.kind === 'keep') return 0
  if (fate.kind === 'hold') return held(tx, jobId, fate.problem, now)
  if (fate.kind === 'end') {
    const where = { jobId, status: { in: LIVE }, ...NO_OPEN_COMMIT }
    return (await tx.publishJob.updateMany({ where, data: failedColumns(fate.problem, now) })).count
  }
  const at = new Date(fate.atMs)
  if ((await held(tx, jobId, null, now)) === 0) return 0
  if (fate.kind === 'published') {
    const { provisionalId, warnings } = fate.post
    if (!(await addPost(tx, jobId, fate.post, at)))
      await addPost(tx, jobId, { provisionalId, platformPostId: null }, at)
    await completeWithPost(tx, jobId, warnings, at)
    return 1
  }
  const phase = PHASES[fate.kind]
  const data = { phase, status: PHASE_STATUS[phase], completedAt: at, commitVerdict: phase, ...NO_WAIT }
  return (await tx.publishJob.updateMany({ where: { jobId }, data })).count
}

/**
 * A commit without a verdict and without an upload that could be asked about: nothing is sent for the job any more, and no
 * run is started for it, until a person has settled it.
 */
async function held(tx: Prisma.TransactionClient, jobId: string, problem: Problem | null, now: Date): Promise<number> {
  const { count } = await tx.publishJob.updateMany({
    where: { jobId, OR: [{ status: { in: LIVE } }, { phase: 'failed' }], post: { is: null } },
    data: {
      phase: 'unconfirmed',
      status: PHASE_STATUS.unconfirmed,
      failedAt: null,
      commitNumber: { increment: 1 },
      commitRequestedAt: now,
      commitDeadlineAt: now,
      commitVerdict: null,
      commitCheckpointNumber: null,
      ...NO_WAIT,
      ...(problem && { waitReason: problem.message, ...problemColumns(problem) }),
    },
  })
  return count
}
