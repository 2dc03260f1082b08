import type { z } from 'zod'
import type { Caller } from '../../database/api-keys'
import type { Users } from '../../database/users'
import type { VideoRow, Videos } from '../../database/videos'
import { isOwnKey, ownPrefix } from '../../domain/object-keys'
import type { ObjectStore } from '../../domain/ports/storage'
import { checkUser } from '../check-user'
import { ApiProblem } from '../problems'
import type { videoBody } from '../schemas/video'

export interface RegisterDeps {
  users: Users
  videos: Videos
  objects: Pick<ObjectStore, 'head'>
  /** Where an object lies; shown, never fetched. */
  objectUrl(key: string): string
}

type VideoBody = z.output<typeof videoBody>

/** Containers that at least one platform takes, by the key's ending. */
const FORMATS = ['mp4', 'mov', 'webm']

/**
 * Makes a READY video of an object that is in the bucket. Registering the same object again answers the same video.
 * The key must lie under the user's own prefix, but for operators.
 * @throws ApiProblem `validation-failed`, `video-key-taken`, `user-being-erased`.
 */
export async function registerVideo(
  { users, videos, objects, objectUrl }: RegisterDeps,
  body: VideoBody,
  { scopes, reach }: Caller,
): Promise<{ row: VideoRow; created: boolean }> {
  const { userId, key } = body
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

  const row = await videos.create({
    userId,
    r2Key: key,
    r2Url: objectUrl(key),
    title: body.title,
    duration: Math.max(1, Math.round(body.durationSeconds)),
    fileSize: BigInt(object.sizeBytes),
    format,
    resolution: body.resolution,
    aspectRatio: toAspectRatio(body.resolution),
    status: 'READY',
    etag: object.etag,
  })
  return row ? { row, created: true } : { row: await findSame(videos, userId, key, object.etag), created: false }
}

async function findSame(videos: Videos, userId: string, key: string, etag: string): Promise<VideoRow> {
  const row = await videos.findByKey(key)
  if (row?.userId !== userId || row.etag !== etag || row.deletedAt) throw new ApiProblem('video-key-taken')
  return row
}

/** `1080x1920` → `9:16`. */
function toAspectRatio(resolution: string): string {
  const [width = 1, height = 1] = resolution.split('x').map(Number)
  const divisor = greatestCommonDivisor(width, height)
  return `${width / divisor}:${height / divisor}`
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
