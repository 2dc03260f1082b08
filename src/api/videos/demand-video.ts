import type { VideoRow, Videos } from '../../database/videos'
import type { UploadName } from '../../domain/ports/direct-uploads'
import type { Reach } from '../../domain/reach'
import { uploadStanding } from '../../domain/video-upload'
import { ApiProblem } from '../problems'

/** @throws ApiProblem `video-not-found`, for a deleted one too */
export async function demandVideo(videos: Pick<Videos, 'find'>, id: string, reach: Reach): Promise<VideoRow> {
  const row = await videos.find(id, reach)
  if (!row || row.deletedAt) throw new ApiProblem('video-not-found')
  return row
}

/** A video whose upload goes on, and until when. */
export interface Uploading {
  row: VideoRow
  upload: UploadName
  expiresAtMs: number
}

/** Null: the object is in the bucket. @throws ApiProblem `upload-expired`, also where nobody has given it up yet */
export function uploadingOf(row: VideoRow, nowMs: number): Uploading | null {
  if (uploadStanding(row) === 'given-up') throw new ApiProblem('upload-expired')
  const { r2Key: key, uploadId, uploadExpiresAt } = row
  if (uploadId === null || uploadExpiresAt === null) return null
  if (nowMs >= uploadExpiresAt.getTime()) throw new ApiProblem('upload-expired')
  return { row, upload: { key, uploadId }, expiresAtMs: uploadExpiresAt.getTime() }
}
