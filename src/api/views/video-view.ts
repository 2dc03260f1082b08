import type { VideoRow } from '../../database/videos'
import type { VideoView } from '../schemas/video'
import { toIso } from './instants'

export const toVideoView = (row: VideoRow): VideoView => ({
  id: row.id,
  userId: row.userId,
  key: row.r2Key,
  title: row.title,
  durationSeconds: row.duration,
  sizeBytes: Number(row.fileSize),
  format: row.format,
  resolution: row.resolution,
  aspectRatio: row.aspectRatio,
  status: row.status,
  createdAt: toIso(row.createdAt),
})
