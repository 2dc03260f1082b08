import { PublishError } from '../domain/errors'
import type { VideoSource } from '../domain/ports/platform'
import type { PublishBrief } from '../domain/ports/run'
import type { ObjectStore } from '../domain/ports/storage'

export interface PinnedSource {
  source: VideoSource
  etag: string
}

/**
 * The job's object, pinned to the ETag that it had when the video was registered.
 * @throws PublishError `source-missing` or `source-changed`
 */
export async function pinSource(store: ObjectStore, { video }: PublishBrief): Promise<PinnedSource> {
  const object = video.deleted ? null : await store.head(video.key)
  if (!object)
    throw new PublishError({
      code: 'source-missing',
      category: 'media',
      message: 'The video is no longer in the bucket.',
      remedy: 'Upload it again, register it as a new video and publish that one.',
    })
  if (object.sizeBytes !== video.sizeBytes || (video.etag !== null && video.etag !== object.etag))
    throw new PublishError({
      code: 'source-changed',
      category: 'media',
      message: 'The object in the bucket was replaced after the video was registered.',
      remedy: 'Register the new object as a new video and publish that one.',
    })
  return { source: store.open(video.key, object), etag: object.etag }
}
