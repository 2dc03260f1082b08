import type { Prisma } from '../generated/prisma/client'
import { createdBefore, NEWEST_FIRST, toPage } from './page'
import type { Page, PageRequest } from './page'
import type { PrismaClient } from './prisma'
import { isUniqueViolation } from './violations'
import { holdUser } from './user-hold'

const VIDEO = {
  id: true,
  userId: true,
  r2Key: true,
  r2Url: true,
  title: true,
  duration: true,
  fileSize: true,
  format: true,
  resolution: true,
  aspectRatio: true,
  status: true,
  etag: true,
  deletedAt: true,
  createdAt: true,
} as const

export type VideoRow = Prisma.VideoGetPayload<{ select: typeof VIDEO }>

export type NewVideo = Omit<VideoRow, 'id' | 'deletedAt' | 'createdAt'>

export interface Videos {
  find(id: string): Promise<VideoRow | null>
  findByKey(r2Key: string): Promise<VideoRow | null>
  /** Null: a video of this key exists. @throws PublishError `user-being-erased` */
  create(video: NewVideo): Promise<VideoRow | null>
  ofUser(userId: string, page: PageRequest): Promise<Page<VideoRow>>
  /** Sizes by video id. */
  sizes(ids: string[]): Promise<Map<string, number>>
}

export const createVideos = (prisma: PrismaClient): Videos => ({
  find: (id) => prisma.video.findUnique({ where: { id }, select: VIDEO }),

  findByKey: (r2Key) => prisma.video.findUnique({ where: { r2Key }, select: VIDEO }),

  async create(data) {
    try {
      return await prisma.$transaction(async (tx) => {
        await holdUser(tx, data.userId)
        return tx.video.create({ data, select: VIDEO })
      })
    } catch (error) {
      if (isUniqueViolation(error)) return null
      throw error
    }
  },

  async ofUser(userId, { limit, after }) {
    const rows = await prisma.video.findMany({
      where: { userId, deletedAt: null, ...createdBefore(after) },
      select: VIDEO,
      orderBy: NEWEST_FIRST,
      take: limit + 1,
    })
    return toPage(rows, limit, (row) => row.createdAt)
  },

  async sizes(ids) {
    const rows = await prisma.video.findMany({ where: { id: { in: ids } }, select: { id: true, fileSize: true } })
    return new Map(rows.map((row) => [row.id, Number(row.fileSize)]))
  },
})
