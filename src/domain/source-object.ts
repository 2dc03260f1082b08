import { PublishError } from './errors'
import type { ObjectHead } from './ports/storage'

/** What a video's row says of its object. */
export interface RegisteredObject {
  /** As it was when the video was registered; null: not known. */
  etag: string | null
  sizeBytes: number
}

/**
 * The object of a video, if it still is the one that was registered.
 * @throws PublishError `source-missing` or `source-changed`
 */
export function sameObject(object: ObjectHead | null, { etag, sizeBytes }: RegisteredObject): ObjectHead {
  if (!object)
    throw new PublishError({
      code: 'source-missing',
      category: 'media',
      message: 'The video is no longer in the bucket.',
      remedy: 'Upload it again, register it as a new video and publish that one.',
    })
  if (object.sizeBytes !== sizeBytes || (etag !== null && etag !== object.etag))
    throw new PublishError({
      code: 'source-changed',
      category: 'media',
      message: 'The object in the bucket was replaced after the video was registered.',
      remedy: 'Register the new object as a new video and publish that one.',
    })
  return object
}
