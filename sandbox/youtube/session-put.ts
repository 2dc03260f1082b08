import { empty, json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Account } from '../kernel/accounts'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { authorize, SCOPES } from './access'
import { createVideo } from './create-video'
import { parseContentRange, type SentRange } from './content-range'
import { apiError, errorOf } from './errors'
import type { Sessions, UploadSession } from './sessions'
import { refuseOverCap } from './session-start'
import { videoResource } from './video-resource'
import type { Videos } from './videos'

const CHUNK_UNIT_BYTES = 256 * 1024

/** A session that receives, and what its last byte makes. */
interface Receipt {
  sessions: Sessions
  videos: Videos
  session: UploadSession
  channel: Account<'YOUTUBE'>
}

/** `PUT <session URI>`: sends bytes, or asks how many are kept. The last byte is the point of no return. */
export function sessionPut(world: World, sessions: Sessions, videos: Videos): Endpoint {
  return {
    method: 'put',
    path: '/upload/youtube/v3/videos',
    operations: ['session.put', 'session.query'],
    operationOf: (call) => (parseContentRange(call)?.kind === 'query' ? 'session.query' : 'session.put'),
    isUpload: true,
    handle: (call) => put(world, sessions, videos, call),
  }
}

async function put(world: World, sessions: Sessions, videos: Videos, call: Call): Promise<Answer> {
  const channel = authorize(world, call, SCOPES.upload)
  const session = sessions.find(call.query.get('upload_id'))
  if (!session || session.channelId !== channel.accountId || session.expiresAtMs <= world.clock.nowMs()) {
    return errorOf(settingsOf(world, 'YOUTUBE').goneStatus)
  }
  const range = parseContentRange(call)
  if (!range) throw apiError(400, 'badRequest', 'Failed to parse Content-Range header.')
  if (range.totalBytes !== null) {
    session.totalBytes ??= range.totalBytes
    if (session.totalBytes !== range.totalBytes) {
      throw apiError(400, 'badRequest', 'The total differs from the announced length.')
    }
  }
  if (session.videoId === undefined && range.kind === 'bytes') {
    refuseBadChunk(session, range)
    await world.uploads.asOnlyWriter(session.id, call, () =>
      receive(world, { sessions, videos, session, channel }, range, call),
    )
  }
  if (session.videoId !== undefined) {
    const video = videos.find(session.videoId)
    return video ? json(200, videoResource(world, video, session.parts)) : errorOf(404)
  }
  const { locationOn308 } = settingsOf(world, 'YOUTUBE')
  return resumeIncomplete(await world.uploads.sizeBytes(session.id), locationOn308 ? sessionUri(call) : null)
}

/** Every chunk but the last must be a multiple of 256 KiB. */
function refuseBadChunk({ totalBytes }: UploadSession, { first, last }: SentRange): void {
  if (totalBytes !== null && last >= totalBytes) throw apiError(400, 'badRequest', 'The range exceeds the total.')
  const isLast = last + 1 === totalBytes
  if (!isLast && (last - first + 1) % CHUNK_UNIT_BYTES !== 0) {
    throw apiError(400, 'badRequest', 'A chunk that is not the last must be a multiple of 262144 bytes.')
  }
}

/** Keeps what is new of the chunk. One that begins behind the kept bytes leaves a gap, so nothing of it is kept. */
async function receive(world: World, receipt: Receipt, range: SentRange, call: Call): Promise<void> {
  const { session } = receipt
  if (session.videoId !== undefined) return
  const kept = await world.uploads.sizeBytes(session.id)
  if (range.first > kept) return
  try {
    await world.uploads.append(session.id, kept, skip(call.body(), kept - range.first))
  } finally {
    // A connection that breaks behind the last byte has brought it all the same.
    const nowKept = await world.uploads.sizeBytes(session.id)
    if (nowKept === session.totalBytes) await finish(world, receipt, nowKept)
  }
}

/** A channel that is over its allowance loses the session. @throws Refusal 400 `uploadLimitExceeded`. */
async function finish(world: World, { sessions, videos, session, channel }: Receipt, bytes: number): Promise<void> {
  try {
    if (settingsOf(world, 'YOUTUBE').uploadLimitAt === 'end') refuseOverCap(videos, channel)
    const sha256 = await world.uploads.digest(session.id)
    session.videoId = createVideo(world, channel, session, videos, { bytes, sha256 })
  } catch (error) {
    sessions.remove(session)
    throw error
  } finally {
    await world.store.save()
    await world.uploads.discard(session.id)
  }
}

async function* skip(body: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of body) {
    yield chunk.subarray(left)
    left = Math.max(left - chunk.length, 0)
  }
}

/** 308 with the kept range, or without one when nothing is kept. */
function resumeIncomplete(kept: number, location: string | null): Answer {
  return empty(308, { ...(kept > 0 && { range: `bytes=0-${kept - 1}` }), ...(location !== null && { location }) })
}

const sessionUri = (call: Call): string => `${call.origin}${call.path}?${call.query.toString()}`
