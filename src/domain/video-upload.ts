import type { Warning } from './errors'

/** Containers that at least one platform takes, by the media type that names them; what keys of theirs end in. */
export const VIDEO_FORMATS = { 'video/mp4': 'mp4', 'video/quicktime': 'mov', 'video/webm': 'webm' } as const

export type VideoMediaType = keyof typeof VIDEO_FORMATS

/** What a row tells of where its object is. */
export interface UploadState {
  status: 'PROCESSING' | 'READY' | 'FAILED'
  etag: string | null
  uploadId: string | null
}

/**
 * - `uploading`: its parts are on their way.
 * - `uploaded`: its object is in the bucket, or was when the video was registered.
 * - `given-up`: its upload was not completed in time.
 */
export function uploadStanding({ status, etag, uploadId }: UploadState): 'uploading' | 'uploaded' | 'given-up' {
  if (status === 'FAILED' && etag === null) return 'given-up'
  return uploadId === null ? 'uploaded' : 'uploading'
}

/** Why such a video is FAILED. */
export const UPLOAD_NOT_COMPLETED: Warning = {
  code: 'upload-not-completed',
  message: 'The upload was not completed in time, and was given up.',
  remedy: 'Begin a new one with POST /v1/videos.',
}
