import type { VideoRow } from '../../database/videos'
import type { Warning } from '../../domain/errors'
import { uploadStanding } from '../../domain/video-upload'
import type { VideoView } from '../schemas/video'
import { toIso } from './instants'

/** Columns that cannot be null are empty until inspection has told them. */
export const toVideoView = (row: VideoRow): VideoView => ({
  id: row.id,
  userId: row.userId,
  key: row.r2Key,
  title: row.title,
  durationSeconds: row.duration || null,
  sizeBytes: Number(row.fileSize),
  format: row.format,
  resolution: row.resolution || null,
  aspectRatio: row.aspectRatio || null,
  status: row.status,
  faults: row.faults as unknown as Warning[],
  uploadExpiresAt: uploadStanding(row) === 'uploading' ? toIso(row.uploadExpiresAt) : null,
  createdAt: toIso(row.createdAt),
})
