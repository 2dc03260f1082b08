import type { DuePost, SyncAccount } from '../../domain/ports/sync'
import { isSharesDue } from '../../domain/sync-cadence'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

const POST = {
  id: true,
  userId: true,
  platform: true,
  platformUserId: true,
  platformPostId: true,
  platformPostIdProvisional: true,
  caption: true,
  hashtags: true,
  publishedAt: true,
  lastSyncedAt: true,
  countersChangedAt: true,
  sharesSyncedAt: true,
  nextSyncAt: true,
} as const

type Row = Prisma.PublishedPostGetPayload<{ select: typeof POST }>

/** Goes on behind the last post of each page, so that none comes twice and each comes once. */
export async function* duePosts(
  prisma: PrismaClient,
  { platform, userId }: SyncAccount,
  dueBeforeMs: number,
  pageSize: number,
): AsyncIterable<DuePost[]> {
  const dueBefore = new Date(dueBeforeMs)
  let last: Row | undefined
  do {
    const rows: Row[] = await prisma.publishedPost.findMany({
      where: { platform, userId, nextSyncAt: { lte: dueBefore }, ...(last && behind(last)) },
      select: POST,
      orderBy: [{ nextSyncAt: 'asc' }, { id: 'asc' }],
      take: pageSize,
    })
    if (rows.length > 0) yield rows.map((row) => duePost(row, dueBeforeMs))
    last = rows.length === pageSize ? rows.at(-1) : undefined
  } while (last)
}

const behind = ({ nextSyncAt, id }: Row): Prisma.PublishedPostWhereInput =>
  nextSyncAt === null ? {} : { OR: [{ nextSyncAt: { gt: nextSyncAt } }, { nextSyncAt, id: { gt: id } }] }

const duePost = (row: Row, nowMs: number): DuePost => ({
  id: row.id,
  userId: row.userId,
  platform: row.platform,
  platformUserId: row.platformUserId,
  platformPostId: row.platformPostId,
  isProvisional: row.platformPostIdProvisional,
  caption: row.caption,
  hashtags: row.hashtags,
  publishedAtMs: row.publishedAt.getTime(),
  lastSyncedAtMs: row.lastSyncedAt?.getTime() ?? null,
  countersChangedAtMs: row.countersChangedAt?.getTime() ?? null,
  isSharesDue: isSharesDue(row.sharesSyncedAt?.getTime() ?? null, nowMs),
})
