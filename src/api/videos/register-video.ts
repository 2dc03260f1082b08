import type { Caller } from '../../database/api-keys'
import type { VideoRow } from '../../database/videos'
import { isOwnKey, ownPrefix } from '../../domain/object-keys'
import { VIDEO_FORMATS } from '../../domain/video-upload'
import { checkUser } from '../check-user'
import { ApiProblem } from '../problems'
import type { RegistrationBody } from '../schemas/video-upload'
import type { VideoDeps } from './deps'

const FORMATS: readonly string[] = Object.values(VIDEO_FORMATS)

type RegisterDeps = Pick<VideoDeps, 'users' | 'videos' | 'objects' | 'objectUrl'>

/**
 * Makes a video of an object that is in the bucket, under the user's own prefix unless an operator calls.
 * @returns null where a video of this id or of this object exists
 * @throws ApiProblem `validation-failed`; PublishError `user-being-erased`
 */
export async function registerVideo(
  { users, videos, objects, objectUrl }: RegisterDeps,
  id: string,
  { userId, title, key }: RegistrationBody,
  { scopes, reach }: Caller,
): Promise<VideoRow | null> {
  const format = key.split('.').at(-1)?.toLowerCase() ?? ''
  // A key that the caller may not name is not looked up: its existence is nobody's business.
  const mayName = scopes.includes('operate') || isOwnKey(userId, key)
  const standing = await users.standing(userId, reach)
  const object = mayName && standing ? await objects.head(key) : null

  const errors = checkUser(standing)
  if (!FORMATS.includes(format)) {
    errors.push({ pointer: '/key', code: 'format-not-supported', message: `Must end in .${FORMATS.join(', .')}` })
  }
  if (!mayName) {
    errors.push({ pointer: '/key', code: 'key-outside-prefix', message: `Must lie under ${ownPrefix(userId)}` })
  } else if (standing && !object) {
    errors.push({ pointer: '/key', code: 'object-not-found', message: 'There is no such object in the bucket' })
  }
  if (errors.length > 0 || !object) throw new ApiProblem('validation-failed', { errors })

  const { etag, sizeBytes } = object
  return videos.create({
    id,
    userId,
    r2Key: key,
    r2Url: objectUrl(key),
    title,
    fileSize: BigInt(sizeBytes),
    format,
    etag,
    uploadId: null,
    uploadExpiresAt: null,
  })
}
