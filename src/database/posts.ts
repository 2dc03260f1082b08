import type { Prisma } from '../generated/prisma/client'
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

export interface Posts {
  find(id: string): Promise<PostRow | null>
  /** Null also for what was deleted here, or is of a user who is being erased. */
  findShown(id: string): Promise<PostRow | null>
  /** The month, `YYYY-MM`, in whose archive a post is that is not here any more; null: in none. */
  archivedMonth(id: string): Promise<string | null>
  ofUser(userId: string, page: PageRequest): Promise<Page<PostRow>>
}

export const createPosts = (prisma: PrismaClient): Posts => ({
  find: (id) => prisma.publishedPost.findUnique({ where: { id }, select: POST }),

  findShown: (id) =>
    prisma.publishedPost.findUnique({ where: { id, deletedAt: null, user: { eraseRequestedAt: null } }, select: POST }),

  async archivedMonth(id) {
    const pruned = await prisma.prunedPost.findUnique({
      where: { id },
      select: { archive: { select: { month: true } } },
    })
    return pruned?.archive.month ?? null
  },

  async ofUser(userId, { limit, after }) {
    const rows = await prisma.publishedPost.findMany({
      where: { userId, ...publishedBefore(after) },
      select: POST,
      orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    })
    return toPage(rows, limit, (row) => row.publishedAt)
  },
})
