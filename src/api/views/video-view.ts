import { toFacts } from '../../database/video-facts'
import type { VideoRow } from '../../database/videos'
import type { Warning } from '../../domain/errors'
import type { Platform } from '../../domain/platform'
import type { PlatformRules, VideoFacts } from '../../domain/ports/platform'
import { uploadStanding } from '../../domain/video-upload'
import type { VideoView } from '../schemas/video'
import { toIso } from './instants'

export type VideoRules = Record<Platform, Pick<PlatformRules, 'checkVideo'>>

/** Columns that cannot be null are empty until inspection has told them. */
export const toVideoView = (row: VideoRow, rules: VideoRules): VideoView => ({
  id: row.id,
  userId: row.userId,
  key: row.r2Key,
  title: row.title,
  durationSeconds: row.duration || null,
  sizeBytes: Number(row.fileSize),
  format: row.format,
  resolution: row.resolution || null,
  aspectRatio: row.aspectRatio || null,
  videoCodec: row.videoCodec,
  audioCodec: row.audioCodec,
  frameRate: row.frameRate,
  inspectedAt: toIso(row.inspectedAt),
  status: row.status,
  faults: row.faults as unknown as Warning[],
  platforms: row.status === 'READY' ? suitabilityOf(toFacts(row), rules) : null,
  uploadExpiresAt: uploadStanding(row) === 'uploading' ? toIso(row.uploadExpiresAt) : null,
  createdAt: toIso(row.createdAt),
})

function suitabilityOf(video: VideoFacts, rules: VideoRules): VideoView['platforms'] {
  const on = (platform: Platform) => {
    const violations = rules[platform].checkVideo(video).map(({ code, message }) => ({ code, message }))
    return { publishable: violations.length === 0, violations }
  }
  return { TIKTOK: on('TIKTOK'), INSTAGRAM: on('INSTAGRAM'), YOUTUBE: on('YOUTUBE') }
}
