import type { DirectUploads, UploadName } from './direct-uploads'
import type { ObjectSource } from './platform'

/** What makes an object the same one: nobody can replace it without changing these. */
export interface PinnedObject {
  /** Without quotes. */
  etag: string
  sizeBytes: number
}

export interface ObjectHead extends PinnedObject {
  /** As its uploader named it. */
  contentType: string
}

/** A multipart upload that was begun and neither completed nor aborted. */
export interface IdleUpload extends UploadName {
  /** When it was begun, or its last part came. */
  idleSinceMs: number
}

/** The bucket that holds the videos. Every method throws PublishError: `transient` when the store is out of reach. */
export interface ObjectStore extends DirectUploads {
  /** Null when there is no such object. */
  head(key: string): Promise<ObjectHead | null>
  /** No request is made before the first read. */
  open(key: string, pinned: PinnedObject): ObjectSource
  /** Stores an object, whole and as the MD5 of its bytes says, or not at all. */
  put(key: string, bytes: Uint8Array, contentType: string, signal: AbortSignal): Promise<void>
  /** Deletes every object whose key begins with `prefix` and abandons the uploads in progress there. Doing it again is harmless. */
  erase(prefix: string, signal: AbortSignal): Promise<void>
  /** Deletes one object. Doing it again is harmless. */
  eraseOne(key: string, signal: AbortSignal): Promise<void>
  /** Uploads below `prefix` that nothing has come for since `beforeMs`; one that still gets parts is none of them. */
  idleUploads(prefix: string, beforeMs: number, signal: AbortSignal): AsyncIterable<IdleUpload>
  /** Abandons an upload with the parts that it holds. Doing it again is harmless. */
  abandon(upload: UploadName, signal: AbortSignal): Promise<void>
  /** Answers within a bounded time whether the bucket can be reached with the configured key. */
  ping(): Promise<void>
  /** Closes idle connections. */
  close(): void
}
