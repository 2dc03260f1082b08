import type { JobPhase } from '../../domain/job'
import { suspectBefore, type RowOfRun, type StuckLimits, type WatchedJob } from '../../domain/stuck-jobs'
import type { PrismaClient } from '../prisma'
import { isCommitOpen, LIVE } from './job-states'

const BATCH = 1_000

const SELECT = {
  id: true,
  jobId: true,
  phase: true,
  waitUntil: true,
  updatedAt: true,
  commitRequestedAt: true,
  commitVerdict: true,
} as const

/** Jobs as those see them who watch over all of them. */
export const createWatchedJobs = (prisma: PrismaClient) => ({
  /** Jobs that may be stuck, in batches: which of them are is for the rules to say. */
  async *suspects(nowMs: number, limits: StuckLimits): AsyncGenerator<WatchedJob[]> {
    const before = suspectBefore(limits, nowMs)
    const unchanged = new Date(before.unchangedMs)
    for (let afterId = ''; ;) {
      const rows = await prisma.publishJob.findMany({
        where: {
          id: { gt: afterId },
          OR: [
            { status: { in: ['PENDING', 'ACTIVE'] }, updatedAt: { lt: unchanged } },
            { status: 'DELAYED', waitUntil: { lt: unchanged } },
            { status: 'DELAYED', waitUntil: null, updatedAt: { lt: unchanged } },
            { phase: 'unconfirmed', commitRequestedAt: { lt: new Date(before.committedMs) } },
          ],
        },
        orderBy: { id: 'asc' },
        take: BATCH,
        select: SELECT,
      })
      yield rows.map((row) => ({
        jobId: row.jobId,
        phase: row.phase as JobPhase,
        waitUntilMs: row.waitUntil && row.waitUntil.getTime(),
        changedAtMs: row.updatedAt.getTime(),
        commitRequestedAtMs: isCommitOpen(row) && row.commitRequestedAt ? row.commitRequestedAt.getTime() : null,
      }))
      const last = rows[BATCH - 1]
      if (!last) return
      afterId = last.id
    }
  },

  /** By job id; a job that is not on record is not in it. */
  async rowsOf(jobIds: string[]): Promise<Map<string, RowOfRun>> {
    const rows = await prisma.publishJob.findMany({
      where: { jobId: { in: jobIds } },
      select: { jobId: true, phase: true, completedAt: true, failedAt: true },
    })
    return new Map(
      rows.map(({ jobId, phase, completedAt, failedAt }) => [
        jobId,
        { phase: phase as JobPhase, endedAtMs: (completedAt ?? failedAt)?.getTime() ?? null },
      ]),
    )
  },

  /** Of the jobs that have not ended: those that have are counted in the end by nobody, and by the million. */
  async countUnfinished(): Promise<{ phase: JobPhase; count: number }[]> {
    const groups = await prisma.publishJob.groupBy({
      by: ['phase'],
      where: { status: { in: LIVE } },
      _count: true,
    })
    return groups.map(({ phase, _count }) => ({ phase: phase as JobPhase, count: _count }))
  },
})

export type WatchedJobs = ReturnType<typeof createWatchedJobs>
