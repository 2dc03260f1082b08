import type { Reach } from '../domain/reach'
import type { Prisma, VideoStatus } from '../generated/prisma/client'
import { ownedBy } from './owned-by'
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
  videoCodec: true,
  audioCodec: true,
  frameRate: true,
  inspectedAt: true,
  faults: true,
  uploadId: true,
  uploadExpiresAt: true,
  deletedAt: true,
  createdAt: true,
} as const

export type VideoRow = Prisma.VideoGetPayload<{ select: typeof VIDEO }>

/** A video that is yet to be inspected. */
export type NewVideo = Pick<
  VideoRow,
  'id' | 'userId' | 'r2Key' | 'r2Url' | 'title' | 'fileSize' | 'format' | 'etag' | 'uploadId' | 'uploadExpiresAt'
>

/** What inspection has not told yet, in columns that cannot be null. */
const NOT_INSPECTED = { duration: 0, resolution: '', aspectRatio: '', status: 'PROCESSING' } as const

/** Videos of users within reach, as if there were no others. */
export interface Videos {
  /** Also one that was deleted. */
  find(id: string, reach: Reach): Promise<VideoRow | null>
  findByKey(r2Key: string): Promise<VideoRow | null>
  /** Null: a video of this id or key exists. @throws PublishError `user-being-erased` */
  create(video: NewVideo): Promise<VideoRow | null>
  list(filter: VideoFilter, page: PageRequest, reach: Reach): Promise<Page<VideoRow>>
  /** Sizes by video id. */
  sizes(ids: string[]): Promise<Map<string, number>>
}

export interface VideoFilter {
  userId?: string | undefined
  status?: VideoStatus | undefined
}

export const createVideos = (prisma: PrismaClient): Videos => ({
  find: (id, reach) => prisma.video.findUnique({ where: { id, user: ownedBy(reach) }, select: VIDEO }),

  findByKey: (r2Key) => prisma.video.findUnique({ where: { r2Key }, select: VIDEO }),

  async create(video) {
    try {
      return await prisma.$transaction(async (tx) => {
        await holdUser(tx, video.userId)
        return tx.video.create({ data: { ...video, ...NOT_INSPECTED }, select: VIDEO })
      })
    } catch (error) {
      if (isUniqueViolation(error)) return null
      throw error
    }
  },

  async list({ userId, status }, { limit, after }, reach) {
    const rows = await prisma.video.findMany({
      where: {
        ...(userId !== undefined && { userId }),
        ...(status !== undefined && { status }),
        deletedAt: null,
        ...createdBefore(after),
        user: ownedBy(reach),
      },
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
