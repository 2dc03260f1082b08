import type { Clock } from '../domain/ports/clock'
import type { InspectionRows } from '../domain/ports/inspection'
import { aspectRatioOf } from '../domain/aspect-ratio'
import type { PrismaClient } from './prisma'

const BATCH = 200

/** Whose object is in the bucket and has not been looked at. A direct upload that is not completed has an upload id. */
const WAITING = { status: 'PROCESSING', uploadId: null, deletedAt: null } as const

export const createInspections = (prisma: PrismaClient, clock: Clock): InspectionRows => ({
  async task(id) {
    const row = await prisma.video.findUnique({ where: { id, ...WAITING }, select: { r2Key: true, etag: true } })
    return row && { key: row.r2Key, etag: row.etag }
  },

  async passed(id, { etag, sizeBytes }, { width, height, ...read }) {
    await prisma.video.updateMany({
      where: { id, ...WAITING, OR: [{ etag }, { etag: null }] },
      data: {
        status: 'READY',
        etag,
        fileSize: sizeBytes,
        format: read.format,
        // What is shorter than a second is not nothing.
        duration: Math.max(1, Math.round(read.durationSeconds)),
        resolution: `${width}x${height}`,
        aspectRatio: aspectRatioOf(width, height),
        videoCodec: read.videoCodec,
        audioCodec: read.audioCodec,
        frameRate: read.frameRate,
        inspectedAt: new Date(clock.nowMs()),
        faults: [],
      },
    })
  },

  async failed(id, faults) {
    await prisma.video.updateMany({
      where: { id, ...WAITING },
      data: { status: 'FAILED', inspectedAt: new Date(clock.nowMs()), faults: faults.map((fault) => ({ ...fault })) },
    })
  },

  async waiting(beforeMs) {
    const rows = await prisma.video.findMany({
      where: { ...WAITING, updatedAt: { lt: new Date(beforeMs) } },
      orderBy: { updatedAt: 'asc' },
      take: BATCH,
      select: { id: true },
    })
    return rows.map(({ id }) => id)
  },
})
