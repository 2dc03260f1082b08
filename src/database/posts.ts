import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import { ownedBy } from './owned-by'
import { toPage } from './page'
import type { Page, PageMark, PageRequest } from './page'
import type { PrismaClient } from './prisma'

const POST = {
  id: true,
  userId: true,
  videoId: true,
  platform: true,
  platformPostId: true,
  platformPostIdProvisional: true,
  caption: true,
  hashtags: true,
  url: true,
  visibility: true,
  publishedAt: true,
  views: true,
  likes: true,
  comments: true,
  shares: true,
  sharesSyncedAt: true,
  lastSyncedAt: true,
  nextSyncAt: true,
  syncFailure: true,
  unavailableAt: true,
  unavailableReason: true,
  archivedAt: true,
  publishJob: { select: { jobId: true } },
} as const

export type PostRow = Prisma.PublishedPostGetPayload<{ select: typeof POST }>

const publishedBefore = (mark: PageMark | null) =>
  mark ? { OR: [{ publishedAt: { lt: mark.at } }, { publishedAt: mark.at, id: { lt: mark.id } }] } : {}

/** Posts of users within reach, as if there were no others. */
export interface Posts {
  find(id: string, reach: Reach): Promise<PostRow | null>
  /** Null also for what was deleted here, or is of a user who is being erased. */
  findShown(id: string, reach: Reach): Promise<PostRow | null>
  /** The month, `YYYY-MM`, in whose archive a post is that is not here any more; null: in none. */
  archivedMonth(id: string, reach: Reach): Promise<string | null>
  /** Without those that were deleted here, newest first. */
  ofUser(userId: string, page: PageRequest, reach: Reach): Promise<Page<PostRow>>
}

export const createPosts = (prisma: PrismaClient): Posts => ({
  find: (id, reach) => prisma.publishedPost.findUnique({ where: { id, user: ownedBy(reach) }, select: POST }),

  findShown: (id, reach) =>
    prisma.publishedPost.findUnique({
      where: { id, deletedAt: null, user: { eraseRequestedAt: null, AND: ownedBy(reach) } },
      select: POST,
    }),

  async archivedMonth(id, reach) {
    const pruned = await prisma.prunedPost.findUnique({
      where: { id, user: ownedBy(reach) },
      select: { archive: { select: { month: true } } },
    })
    return pruned?.archive.month ?? null
  },

  async ofUser(userId, { limit, after }, reach) {
    const rows = await prisma.publishedPost.findMany({
      where: { userId, deletedAt: null, ...publishedBefore(after), user: ownedBy(reach) },
      select: POST,
      orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    })
    return toPage(rows, limit, (row) => row.publishedAt)
  },
})
