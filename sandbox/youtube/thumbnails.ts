import { createHash } from 'node:crypto'
import { json, type Answer } from '../kernel/answer'
import type { Account } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { SCOPES } from './access'
import { apiError } from './errors'
import { readMultipartMedia } from './multipart'
import { method } from './method'
import { ownVideo } from './video-changes'
import type { Videos } from './videos'

const DAY_MS = 86_400_000
/** Since 14 Sep 2026. */
const MAX_BYTES = 50 * 1024 * 1024
const IMAGE_TYPES = ['image/jpeg', 'image/png', 'application/octet-stream']

/** `thumbnails.set`, as one body of the image (`uploadType=media`) or as the second part of `multipart`. */
export function thumbnailsSet(world: World, videos: Videos): Endpoint {
  const spec = { path: '/upload/youtube/v3/thumbnails/set', operation: 'thumbnails.set', isUpload: true }
  return method(
    world,
    { ...spec, verb: 'post', scopes: SCOPES.upload, cost: { amount: 50 } },
    async (call, channel) => {
      const video = ownVideo(videos, channel, call.query.get('videoId'))
      if (!channel.profile.verified) {
        throw apiError(403, 'forbidden', 'The channel may not set custom video thumbnails.', 'youtube.thumbnail')
      }
      refuseRate(world, channel)
      video.thumbnailSha256 = await receiveImage(call)
      return shown(video.id)
    },
  )
}

function refuseRate(world: World, { accountId, profile }: Account<'YOUTUBE'>): void {
  const set = world.store.section<Record<string, number[]>>('youtube.thumbnailsSet', () => ({}))()
  const recent = (set[accountId] ?? []).filter((atMs) => atMs > world.clock.nowMs() - DAY_MS)
  if (recent.length >= profile.thumbnailCap) {
    throw apiError(429, 'uploadRateLimitExceeded', 'Too many thumbnails were uploaded recently.', 'youtube.thumbnail')
  }
  set[accountId] = [...recent, world.clock.nowMs()]
}

/** @returns SHA-256 of the image, hex. @throws Refusal 400 `mediaBodyRequired` or `badContent`, 413 `uploadTooLarge`. */
async function receiveImage(call: Call): Promise<string> {
  const type = call.header('content-type') ?? ''
  const media =
    call.query.get('uploadType') === 'multipart'
      ? await readMultipartMedia(type, call.body(), 2 * MAX_BYTES)
      : { type, chunks: call.body() }
  if (!media || !IMAGE_TYPES.includes(media.type)) {
    throw apiError(400, 'badContent', `Media type '${media?.type}' is not supported.`)
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of media.chunks) {
    hash.update(chunk)
    bytes += chunk.length
  }
  if (bytes === 0) throw apiError(400, 'mediaBodyRequired', 'The request does not include the image.')
  if (bytes > MAX_BYTES) throw apiError(413, 'uploadTooLarge', 'The image is over 50 MB.')
  return hash.digest('hex')
}

function shown(videoId: string): Answer {
  const size = (name: string, width: number, height: number) => ({
    url: `https://i.ytimg.com/vi/${videoId}/${name}.jpg`,
    width,
    height,
  })
  const items = [{ default: size('default', 120, 90), high: size('hqdefault', 480, 360) }]
  return json(200, { kind: 'youtube#thumbnailSetResponse', etag: `thumbnail-${videoId}`, items })
}
