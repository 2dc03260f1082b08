import type { VideoFacts } from '../domain/ports/platform'
import type { Prisma } from '../generated/prisma/client'

export const VIDEO_FACTS = {
  fileSize: true,
  duration: true,
  format: true,
  resolution: true,
  videoCodec: true,
  audioCodec: true,
  frameRate: true,
} as const

type FactColumns = Prisma.VideoGetPayload<{ select: typeof VIDEO_FACTS }>

/** What the platforms' rules look at. */
export const toFacts = (video: FactColumns): VideoFacts => ({
  sizeBytes: Number(video.fileSize),
  durationSeconds: video.duration,
  format: video.format,
  resolution: video.resolution,
  videoCodec: video.videoCodec,
  audioCodec: video.audioCodec,
  frameRate: video.frameRate,
})
