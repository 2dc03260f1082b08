import type { Logger } from 'pino'
import type { Caller } from '../../database/api-keys'
import type { VideoRow, Videos } from '../../database/videos'
import { randomVideoId, videoIdFor } from '../../security/video-id'
import { ApiProblem } from '../problems'
import type { VideoBody } from '../schemas/video-upload'
import { beginUpload, keyOfUpload } from './begin-upload'
import type { VideoDeps } from './deps'
import { registerVideo } from './register-video'

/** `replayed`: the same request had made it before; `known`: another one had registered the same object. */
type Created = { row: VideoRow; as: 'created' | 'replayed' | 'known' }

/**
 * Makes a video, once for each Idempotency-Key: its id is derived from the key, so that of two identical requests in the
 * same moment one makes it and the other finds it, and the row itself tells whether a later one is the same.
 * @throws ApiProblem `validation-failed`, `idempotency-key-reused`, `video-deleted`, `video-key-taken`; PublishError `user-being-erased`
 */
export async function createVideo(
  deps: VideoDeps,
  body: VideoBody,
  key: string | undefined,
  { caller, log }: { caller: Caller; log: Logger },
): Promise<Created> {
  const { principal, reach } = caller
  const id = key === undefined ? randomVideoId() : videoIdFor(principal, key)
  const earlier = key === undefined ? null : await deps.videos.find(id, reach)
  if (earlier) return replay(earlier, body)

  const row =
    'key' in body ? await registerVideo(deps, id, body, caller) : await beginUpload(deps, id, body, { reach, log })
  if (row) return { row, as: 'created' }

  const twin = await deps.videos.find(id, reach)
  if (twin) return replay(twin, body)
  // Of this key there is a video, and not for this caller.
  if (!('key' in body)) throw new ApiProblem('idempotency-key-reused')
  return { row: await findSame(deps, body), as: 'known' }
}

/** The video of an object that was registered before, where the object has not been replaced since. */
async function findSame(
  { videos, objects }: { videos: Videos; objects: VideoDeps['objects'] },
  { userId, key }: Extract<VideoBody, { key: string }>,
): Promise<VideoRow> {
  const [row, object] = await Promise.all([videos.findByKey(key), objects.head(key)])
  if (row?.userId !== userId || row.etag !== object?.etag || row.deletedAt) throw new ApiProblem('video-key-taken')
  return row
}

function replay(row: VideoRow, body: VideoBody): Created {
  const isSameObject =
    'key' in body
      ? row.r2Key === body.key
      : row.r2Key === keyOfUpload(row.id, body) && Number(row.fileSize) === body.sizeBytes
  if (!isSameObject || row.userId !== body.userId || row.title !== body.title)
    throw new ApiProblem('idempotency-key-reused')
  if (row.deletedAt) throw new ApiProblem('video-deleted')
  return { row, as: 'replayed' }
}
