import type { Platform } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** Exactly what is to be brought at once: a post, a user's, or every one. */
export type SyncWish = { postId: string } | { userId: string; platform?: Platform } | { all: true }

export interface ForcedSync {
  /** Posts that are due now. */
  posts: number
  /** Posts whose numbers are not a minute old: they are left as they are. */
  recent: number
}

export type ForceSync = (wish: SyncWish) => Promise<ForcedSync>

const RECENT_MS = 60_000

/**
 * Makes posts due in one statement, also those that have been too old to be brought; archived and deleted ones stay out.
 * Posts are locked in the order of their ids, as where they are recorded.
 */
export const createForceSync =
  (prisma: PrismaClient, clock: Clock): ForceSync =>
  async (wish) => {
    const nowMs = clock.nowMs()
    const now = Prisma.sql`${new Date(nowMs)}::timestamp(3)`
    const since = Prisma.sql`${new Date(nowMs - RECENT_MS)}::timestamp(3)`
    const [forced] = await prisma.$queryRaw<ForcedSync[]>`
      WITH wanted AS (
        SELECT id, "lastSyncedAt" > ${since} AND "lastSyncedAt" <= ${now} AS recent FROM "PublishedPost"
        WHERE ${wanted(wish)} AND "archivedAt" IS NULL AND "deletedAt" IS NULL
        ORDER BY id FOR UPDATE
      ), asked AS (
        UPDATE "PublishedPost" p SET "nextSyncAt" = least(p."nextSyncAt", ${now})
        FROM wanted w WHERE p.id = w.id AND w.recent IS NOT TRUE
        RETURNING p.id
      )
      SELECT (SELECT count(*) FROM asked)::int AS posts, (SELECT count(*) FROM wanted WHERE recent)::int AS recent`
    return forced ?? { posts: 0, recent: 0 }
  }

function wanted(wish: SyncWish): Prisma.Sql {
  if ('postId' in wish) return Prisma.sql`id = ${wish.postId}`
  if ('all' in wish) return Prisma.sql`true`
  const ofPlatform = wish.platform ? Prisma.sql`AND platform = ${wish.platform}::"Platform"` : Prisma.empty
  return Prisma.sql`"userId" = ${wish.userId} ${ofPlatform}`
}
