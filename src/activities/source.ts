import { PublishError } from '../domain/errors'
import type { ObjectSource, UploadTask } from '../domain/ports/platform'
import type { PublishBrief } from '../domain/ports/run'
import type { ObjectStore } from '../domain/ports/storage'
import { sameObject } from '../domain/source-object'

export interface PinnedSource {
  source: ObjectSource
  etag: string
}

/**
 * The job's object, pinned to the ETag that it had when the video was registered.
 * @throws PublishError `source-missing` or `source-changed`
 */
export async function pinSource(store: ObjectStore, { video }: PublishBrief): Promise<PinnedSource> {
  const object = sameObject(video.deleted ? null : await store.head(video.key), video)
  return { source: store.open(video.key, object), etag: object.etag }
}

/** How a task opens the images that its options name, as they are now. */
export const imagesOf =
  (store: ObjectStore): UploadTask['image'] =>
  async (key) => {
    const object = await store.head(key)
    if (object) return store.open(key, object)
    throw new PublishError({
      code: 'image-missing',
      category: 'media',
      message: 'A cover or thumbnail that the options name is no longer in the bucket.',
      remedy: 'Upload it again under the same key, or publish without it.',
    })
  }
