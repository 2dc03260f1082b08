import type { VideoUploads } from '../domain/ports/video-uploads'
import { UPLOAD_NOT_COMPLETED } from '../domain/video-upload'
import type { PrismaClient } from './prisma'

/** One round asks the store for no more. */
const BATCH = 100

/** No upload: completed, or nothing is left of it. */
const NO_UPLOAD = { uploadId: null, uploadExpiresAt: null } as const

export const createVideoUploads = (prisma: PrismaClient): VideoUploads => ({
  async completed(id, uploadId, { etag, sizeBytes }) {
    await prisma.video.updateMany({
      where: { id, uploadId, status: 'PROCESSING', deletedAt: null },
      data: { etag, fileSize: sizeBytes, ...NO_UPLOAD },
    })
  },

  async giveUp(nowMs) {
    const { count } = await prisma.video.updateMany({
      where: { uploadExpiresAt: { lte: new Date(nowMs) }, status: 'PROCESSING', deletedAt: null },
      data: { status: 'FAILED', faults: [{ ...UPLOAD_NOT_COMPLETED }] },
    })
    return count
  },

  async ended() {
    const rows = await prisma.video.findMany({
      where: { uploadExpiresAt: { not: null }, OR: [{ status: 'FAILED' }, { deletedAt: { not: null } }] },
      orderBy: { uploadExpiresAt: 'asc' },
      take: BATCH,
      select: { id: true, r2Key: true, uploadId: true },
    })
    return rows.flatMap(({ id: videoId, r2Key: key, uploadId }) =>
      uploadId === null ? [] : { videoId, key, uploadId },
    )
  },

  async forget({ videoId, uploadId }) {
    await prisma.video.updateMany({ where: { id: videoId, uploadId }, data: NO_UPLOAD })
  },
})
