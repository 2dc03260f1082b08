import type { Clock } from '../../domain/ports/clock'
import { PublishError } from '../../domain/errors'
import type { ArchivedPart, ArchiveRows, PostVersion, StoredPart } from '../../domain/ports/archive'
import type { PostArchive } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { isUniqueViolation } from '../violations'
import { holdUser } from '../user-hold'
import { prunedPosts } from './pruned'
import { restoredPosts } from './restored'
import { ARCHIVABLE, unarchivedPosts } from './unarchived'

/** The mark of one part is one statement over thousands of rows. */
const MARK_TIMEOUT_MS = 30_000

const PRUNABLE = { prunedAt: null, restoredAt: null }

export function createArchiveRows(prisma: PrismaClient, clock: Clock): ArchiveRows {
  const now = () => new Date(clock.nowMs())
  return {
    ...unarchivedPosts(prisma),
    ...prunedPosts(prisma),
    ...restoredPosts(prisma),

    mark: (part, posts) => mark(prisma, now(), part, posts),

    async isErased(userId) {
      const user = await prisma.user.findUnique({ where: { id: userId }, select: { eraseRequestedAt: true } })
      return !user || user.eraseRequestedAt !== null
    },

    async parts({ userId, month }) {
      const rows = await prisma.postArchive.findMany({
        where: { ...(userId !== undefined && { userId }), ...(month !== undefined && { month }) },
        orderBy: [{ userId: 'asc' }, { month: 'asc' }, { part: 'asc' }],
      })
      return rows.map(partOf)
    },

    async prunable(afterId, limit) {
      const rows = await prisma.postArchive.findMany({
        where: { id: { gt: afterId }, ...PRUNABLE },
        orderBy: { id: 'asc' },
        take: limit,
      })
      return rows.map(partOf)
    },

    async countPrunable() {
      const { _sum } = await prisma.postArchive.aggregate({ where: PRUNABLE, _sum: { postCount: true } })
      return _sum.postCount ?? 0
    },

    async setPruned(part) {
      await prisma.postArchive.updateMany({ where: asItWas(part), data: { prunedAt: now(), restoredAt: null } })
    },

    async setRestored(part) {
      await prisma.postArchive.updateMany({ where: asItWas(part), data: { prunedAt: null, restoredAt: now() } })
    },
  }
}

/** Thrown inside the transaction so that nothing of it stays. */
class Changed extends Error {}

async function mark(prisma: PrismaClient, now: Date, part: StoredPart, posts: PostVersion[]): Promise<boolean> {
  const ids = posts.map(({ id }) => id)
  const versions = posts.map(({ version }) => version)
  try {
    await prisma.$transaction(
      async (tx) => {
        await holdUser(tx, part.userId)
        const marked = await tx.$executeRaw`
          UPDATE "PublishedPost" p SET "archivedAt" = ${now}::timestamp(3), "nextSyncAt" = NULL
          FROM unnest(${ids}::text[], ${versions}::text[]) AS read(id, version)
          WHERE p.id = read.id AND p.xmin::text = read.version AND ${ARCHIVABLE}`
        if (marked !== posts.length) throw new Changed()
        await tx.postArchive.create({ data: { ...part, archivedAt: now } })
      },
      { timeout: MARK_TIMEOUT_MS },
    )
    return true
  } catch (error) {
    const isErased = error instanceof PublishError && error.problem.code === 'user-being-erased'
    // Another run of the same round may have been faster.
    if (error instanceof Changed || isErased || isUniqueViolation(error)) return false
    throw error
  }
}

const asItWas = ({ id, prunedAtMs, restoredAtMs }: ArchivedPart) => ({
  id,
  prunedAt: prunedAtMs === null ? null : new Date(prunedAtMs),
  restoredAt: restoredAtMs === null ? null : new Date(restoredAtMs),
})

const partOf = ({ sizeBytes, archivedAt, prunedAt, restoredAt, ...row }: PostArchive): ArchivedPart => ({
  ...row,
  sizeBytes: Number(sizeBytes),
  archivedAtMs: archivedAt.getTime(),
  prunedAtMs: prunedAt?.getTime() ?? null,
  restoredAtMs: restoredAt?.getTime() ?? null,
})
