import { empty, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import type { Account } from '../kernel/accounts'
import { settingsOf } from '../settings'
import { authorize, partsOf, SCOPES } from './access'
import { apiError } from './errors'
import { checkMetadata, invalid, readResource, type VideoMetadata } from './metadata'
import { charge } from './quota'
import type { Sessions } from './sessions'
import type { Videos } from './videos'

/** `POST /upload/youtube/v3/videos?uploadType=resumable`: metadata in, session URI out. Nothing exists on the channel yet. */
export function sessionStart(world: World, sessions: Sessions, videos: Videos): Endpoint {
  return {
    method: 'post',
    path: '/upload/youtube/v3/videos',
    operations: ['session.start'],
    handle: (call) => start(world, sessions, videos, call),
  }
}

async function start(world: World, sessions: Sessions, videos: Videos, call: Call): Promise<Answer> {
  const channel = authorize(world, call, SCOPES.upload)
  charge(world, 'uploads')
  if (call.query.get('uploadType') !== 'resumable') {
    throw apiError(400, 'badRequest', 'Only resumable uploads are offered here.')
  }
  const parts = partsOf(call)
  const totalBytes = announcedBytes(call)
  refuseFilename(call.header('slug'))
  const metadata = metadataOf(world, channel, await call.json(), parts)
  if (channel.profile.banned) {
    throw apiError(403, 'authenticatedUserAccountSuspended', 'The account is suspended.', 'youtube.common')
  }
  if (settingsOf(world, 'YOUTUBE').uploadLimitAt === 'start') refuseOverCap(videos, channel)
  const id = world.ids.text(40)
  const expiresAtMs = world.clock.nowMs() + settingsOf(world, 'YOUTUBE').sessionSeconds * 1000
  sessions.add({ id, channelId: channel.accountId, metadata, parts, totalBytes, expiresAtMs })
  const location = new URL(`${call.origin}${call.path}?${call.query.toString()}`)
  location.searchParams.set('upload_id', id)
  return empty(200, { location: location.href })
}

/** @throws Refusal 400 `uploadLimitExceeded` when the channel has used its own allowance. */
export function refuseOverCap(videos: Videos, channel: Account<'YOUTUBE'>): void {
  if (!videos.isAtUploadCap(channel)) return
  throw invalid('uploadLimitExceeded', 'The user has exceeded the number of videos they may upload.')
}

function metadataOf(world: World, channel: Account<'YOUTUBE'>, body: unknown, parts: string[]): VideoMetadata {
  const metadata = checkMetadata(readResource(body, parts), channel.profile.defaultPrivacy)
  if (!settingsOf(world, 'YOUTUBE').lockedToPrivate) return metadata
  return { ...metadata, status: { ...metadata.status, privacyStatus: 'private', publishAt: undefined } }
}

function refuseFilename(slug: string | undefined): void {
  if (slug !== undefined && /[/\\\p{Cc}]/u.test(slug)) throw invalid('invalidFilename', 'The Slug header is invalid.')
}

/** The size from `X-Upload-Content-Length`; null when it will be told later. */
function announcedBytes(call: Call): number | null {
  const type = call.header('x-upload-content-type')
  if (type !== undefined && !/^(video\/.+|application\/octet-stream)$/.test(type)) {
    throw apiError(
      400,
      'badContent',
      `Media type '${type}' is not supported. Valid media types: [video/*, application/octet-stream]`,
    )
  }
  const length = call.header('x-upload-content-length')
  if (length === undefined) return null
  if (!/^[1-9]\d*$/.test(length))
    throw apiError(400, 'mediaBodyRequired', 'X-Upload-Content-Length must be a positive number.')
  return Number(length)
}
