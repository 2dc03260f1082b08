import type { UploadName } from './direct-uploads'
import type { PinnedObject } from './storage'

/** The rows of direct uploads, from their beginning to their end. */
export interface VideoUploads {
  /** The object is in the bucket: the video waits for its inspection. Nothing happens where the upload has ended otherwise. */
  completed(videoId: string, uploadId: string, object: PinnedObject): Promise<void>
  /** PROCESSING → FAILED for every upload whose time is over. @returns how many */
  giveUp(nowMs: number): Promise<number>
  /** Uploads that were given up or whose video was deleted, and that the store may still hold: the oldest first, not all where there are many. */
  ended(): Promise<EndedUpload[]>
  /** The store holds nothing of the upload any more. */
  forget(upload: EndedUpload): Promise<void>
}

export interface EndedUpload extends UploadName {
  videoId: string
}
