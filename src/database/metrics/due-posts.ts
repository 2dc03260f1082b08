import type { DuePost, SyncAccount } from '../../domain/ports/sync'
import { isSharesDue } from '../../domain/sync-cadence'
import { Prisma, type PublishedPost } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

type Row = Pick<
  PublishedPost,
  | 'id'
  | 'userId'
  | 'platform'
  | 'platformUserId'
  | 'platformPostId'
  | 'platformPostIdProvisional'
  | 'caption'
  | 'hashtags'
  | 'publishedAt'
  | 'lastSyncedAt'
  | 'countersChangedAt'
  | 'sharesSyncedAt'
  | 'views'
  | 'likes'
  | 'comments'
  | 'shares'
> & { nextSyncAt: Date }

/** Goes on behind the last post of each page, so that none comes twice and each comes once. */
export async function* duePosts(
  prisma: PrismaClient,
  account: SyncAccount,
  dueBeforeMs: number,
  pageSize: number,
): AsyncIterable<DuePost[]> {
  let last: Row | undefined
  do {
    const rows: Row[] = await prisma.$queryRaw<Row[]>(duePostsQuery(account, dueBeforeMs, pageSize, last))
    if (rows.length > 0) yield rows.map((row) => duePost(row, dueBeforeMs))
    last = rows.length === pageSize ? rows.at(-1) : undefined
  } while (last)
}

/** A page of an account's due posts, those that have waited the longest first. */
export function duePostsQuery(
  { platform, userId }: SyncAccount,
  dueBeforeMs: number,
  pageSize: number,
  last?: Pick<Row, 'nextSyncAt' | 'id'>,
) {
  const behind = last
    ? Prisma.sql`AND ("nextSyncAt", id) > (${last.nextSyncAt}::timestamp(3), ${last.id})`
    : Prisma.empty
  return Prisma.sql`
    SELECT id, "userId", platform, "platformUserId", "platformPostId", "platformPostIdProvisional", caption,
      coalesce(hashtags, '{}') AS hashtags,
      "publishedAt", "lastSyncedAt", "countersChangedAt", "sharesSyncedAt", "nextSyncAt",
      views, likes, comments, shares
    FROM "PublishedPost"
    WHERE platform = ${platform}::"Platform" AND "userId" = ${userId}
      AND "nextSyncAt" <= ${new Date(dueBeforeMs)}::timestamp(3) ${behind}
    ORDER BY "nextSyncAt", id LIMIT ${pageSize}`
}

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
  counters: {
    views: Number(row.views),
    likes: Number(row.likes),
    comments: Number(row.comments),
    shares: Number(row.shares),
  },
  isSharesDue: isSharesDue(row.sharesSyncedAt?.getTime() ?? null, nowMs),
})
