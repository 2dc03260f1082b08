import type { Logger } from 'pino'
import type { VideoRow } from '../../database/videos'
import { ownPrefix } from '../../domain/object-keys'
import { VIDEO_FORMATS } from '../../domain/video-upload'
import type { Reach } from '../../domain/reach'
import { checkUser } from '../check-user'
import { ApiProblem } from '../problems'
import type { UploadBody } from '../schemas/video-upload'
import { abandonNow } from './abandon'
import type { VideoDeps } from './deps'

/** Every upload has a key of its own. */
export const keyOfUpload = (videoId: string, { userId, contentType }: UploadBody): string =>
  `${ownPrefix(userId)}${videoId}.${VIDEO_FORMATS[contentType]}`

/**
 * Begins an upload, then writes its video: an address of a part is given out only where a row says that the upload exists,
 * so that an erasure of its user, which nothing new gets past, finds both.
 * @returns null where a video of this id exists
 * @throws ApiProblem `validation-failed`; PublishError `user-being-erased`
 */
export async function beginUpload(
  deps: VideoDeps,
  id: string,
  body: UploadBody,
  { reach, log }: { reach: Reach; log: Logger },
): Promise<VideoRow | null> {
  const { users, videos, objects, clock, uploadTimeoutMs, objectUrl } = deps
  const errors = checkUser(await users.standing(body.userId, reach))
  if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })

  const key = keyOfUpload(id, body)
  const uploadId = await objects.beginUpload(key, body.contentType)
  let row: VideoRow | null = null
  try {
    row = await videos.create({
      id,
      userId: body.userId,
      r2Key: key,
      r2Url: objectUrl(key),
      title: body.title,
      fileSize: BigInt(body.sizeBytes),
      format: VIDEO_FORMATS[body.contentType],
      etag: null,
      uploadId,
      uploadExpiresAt: new Date(clock.nowMs() + uploadTimeoutMs),
    })
    return row
  } finally {
    if (!row) await abandonNow(deps, { key, uploadId }, log)
  }
}
