import type { Clock } from '../domain/ports/clock'
import type { Erasures, ErasureRequest } from '../domain/ports/erasure'
import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import { affectedJobs, endConnections } from './ended-accounts'
import { eraseLimits } from './limits/erase-limits'
import { ownedBy } from './owned-by'
import type { PrismaClient } from './prisma'
import { cancelStatements } from './publish-jobs/cancel'
import { LIVE } from './publish-jobs/job-states'
import { releaseHeldUploads } from './quota/freed-uploads'

/** All rows of a user are deleted at once, of which there may be many. */
const FINISH_TIMEOUT_MS = 60_000

export function createErasures(prisma: PrismaClient, clock: Clock): Erasures {
  return {
    request: (userId, reach) => request(prisma, clock, userId, reach),

    async jobs(userId) {
      const user = await prisma.user.findUnique({ where: { id: userId }, select: { eraseRequestedAt: true } })
      if (!user?.eraseRequestedAt) return { atWork: [], ended: [] }
      const cancelled = { phase: 'cancelled', failedAt: { gte: user.eraseRequestedAt } }
      const jobs = await prisma.publishJob.findMany({
        where: { userId, OR: [{ status: { in: LIVE } }, cancelled] },
        select: { jobId: true, phase: true },
      })
      const idsWhere = (ended: boolean) =>
        jobs.filter(({ phase }) => (phase === 'cancelled') === ended).map(({ jobId }) => jobId)
      return { atWork: idsWhere(false), ended: idsWhere(true) }
    },

    async heldGrants(userId) {
      const rows = await prisma.platformConnection.findMany({
        where: { userId, status: 'REVOKED', accessToken: { not: '' } },
        select: { id: true },
      })
      return rows.map(({ id }) => id)
    },

    async strayKeys(userId, prefixes) {
      const below = prefixes.map((prefix) => ({ r2Key: { startsWith: prefix } }))
      const videos = await prisma.video.findMany({ where: { userId, NOT: { OR: below } }, select: { r2Key: true } })
      return videos.map(({ r2Key }) => r2Key)
    },

    finish: (userId) => prisma.$transaction((tx) => finish(tx, clock, userId), { timeout: FINISH_TIMEOUT_MS }),

    async unfinished(beforeMs) {
      const users = await prisma.user.findMany({
        where: { eraseRequestedAt: { lt: new Date(beforeMs) } },
        select: { id: true },
      })
      return users.map(({ id }) => id)
    },
  }
}

/** Thrown inside the transaction so that nothing of a refused request stays. */
class Busy extends Error {
  constructor(readonly jobIds: string[]) {
    super('a commit lacks a verdict')
  }
}

async function request(prisma: PrismaClient, clock: Clock, userId: string, reach: Reach): Promise<ErasureRequest> {
  const user = { id: userId, AND: ownedBy(reach) }
  const now = new Date(clock.nowMs())
  try {
    return await prisma.$transaction(async (tx) => {
      // First the user, whom everything new holds, then the connections, which every commit claim holds, then the jobs.
      await tx.user.updateMany({ where: { ...user, eraseRequestedAt: null }, data: { eraseRequestedAt: now } })
      if (!(await tx.user.findUnique({ where: user, select: { id: true } }))) return { outcome: 'not-found' }
      await endConnections(tx, { userId }, now)
      const { live, committed } = await affectedJobs(tx, { userId })
      if (committed.length > 0) throw new Busy(committed)
      for (const statement of cancelStatements(tx, clock, live)) await statement
      return { outcome: 'erasing' }
    })
  } catch (error) {
    if (error instanceof Busy) return { outcome: 'busy', jobIds: error.jobIds }
    throw error
  }
}

/**
 * What a job has spent of a quota day stays counted there, since the platform has counted it too; what it only holds is
 * given back. An idempotency record goes with its jobs: what it was for can never be asked again, its video being gone.
 */
async function finish(tx: Prisma.TransactionClient, clock: Clock, userId: string): Promise<void> {
  const isErased = { id: userId, eraseRequestedAt: { not: null } }
  const jobId = { select: { jobId: true } }
  const user = await tx.user.findUnique({ where: isErased, select: { publishJobs: jobId, tombstones: jobId } })
  if (!user) return
  const jobIds = [...user.publishJobs, ...user.tombstones].map((job) => job.jobId)
  await releaseHeldUploads(tx, clock, jobIds)
  await tx.idempotencyRecord.deleteMany({ where: { jobIds: { hasSome: jobIds } } })
  await eraseLimits(tx, userId)
  await tx.user.deleteMany({ where: isErased })
}
