import { z } from 'zod'
import type { Clock } from '../../domain/ports/clock'
import type { CallGate } from '../../domain/ports/limits'
import { type ByteRange, contentRange } from '../byte-range'
import type { CallContext } from '../call-context'
import type { Phase } from '../error-table'
import { type HttpResult, send, type Upload } from '../http'
import {
  creatorInfo,
  postStatus,
  pullTask,
  uploadTask,
  videoPage,
  videos,
  type CreatorInfo,
  type PostStatus,
} from './answers'
import { tiktokErrors } from './errors'
import type { InitRequest } from './init-request'

export interface TikTokSettings {
  apiUrl: string
  /** Whether the bytes are sent or TikTok fetches them from the bucket's public domain. */
  source: 'FILE_UPLOAD' | 'PULL_FROM_URL'
  /** What TikTok has granted the app for each user. */
  perMinute: { inits: number; statuses: number; creatorInfos: number }
  clock: Clock
  gate: CallGate
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** One chunk. */
  sendTimeoutMs: number
}

export type TikTokClient = ReturnType<typeof tiktokClient>

/** TikTok's Content Posting API v2 and Display API v2. Everything that is not a good answer is thrown by the table. */
export function tiktokClient(settings: TikTokSettings) {
  const failure = (phase: Phase, result: HttpResult) => tiktokErrors.error(phase, result, settings.clock.nowMs())

  async function query<T>(path: string, body: object, data: z.ZodType<T>, context: CallContext): Promise<T> {
    const result = await send({
      method: 'POST',
      url: `${settings.apiUrl}${path}`,
      headers: {
        authorization: `Bearer ${context.account.accessToken}`,
        'content-type': 'application/json; charset=UTF-8',
      },
      body: JSON.stringify(body),
      timeoutMs: settings.requestTimeoutMs,
      signal: context.signal,
      irreversible: context.phase === 'commit',
    })
    // Success is the envelope's code: refusals come with HTTP 200 as well.
    const envelope = z.object({ data, error: z.object({ code: z.literal('ok') }) })
    const parsed = result.answered && result.status < 300 ? envelope.safeParse(result.json).data : undefined
    if (!parsed) throw failure(context.phase, result)
    return parsed.data
  }

  return {
    /** 20 calls a minute and token. */
    creatorInfo: (context: CallContext): Promise<CreatorInfo> =>
      query('/v2/post/publish/creator_info/query/', {}, creatorInfo, context),

    /** Opens a task by FILE_UPLOAD: a direct post or an inbox draft. 6 calls a minute and token. */
    openUpload: (request: InitRequest, context: CallContext) => query(initPath(request), request, uploadTask, context),

    /** Opens a task by PULL_FROM_URL; TikTok begins to download at once. */
    openPull: (request: InitRequest, context: CallContext) => query(initPath(request), request, pullTask, context),

    /** 30 calls a minute and token. */
    postStatus: (publishId: string, context: CallContext): Promise<PostStatus> =>
      query('/v2/post/publish/status/fetch/', { publish_id: publishId }, postStatus, context),

    /** The links of the creator's public videos; what is deleted or private is missing. 600 calls a minute. */
    videoLinks: (ids: string[], context: CallContext) =>
      query('/v2/video/query/?fields=id,share_url', { filters: { video_ids: ids } }, videos, context),

    /** A page of the creator's public videos, newest first. 600 calls a minute. */
    listVideos: (cursor: number | undefined, context: CallContext) =>
      query(
        '/v2/video/list/?fields=id,title,video_description,create_time',
        { max_count: 20, cursor },
        videoPage,
        context,
      ),

    /** One chunk, answered by a status alone; the upload URL is the credential. */
    putChunk: (
      chunk: { uploadUrl: string; range: ByteRange; totalBytes: number; contentType: string; upload: Upload },
      context: { phase: Phase; signal: AbortSignal },
    ): Promise<HttpResult> =>
      send({
        method: 'PUT',
        url: chunk.uploadUrl,
        headers: {
          'content-type': chunk.contentType,
          'content-range': contentRange(chunk.range, chunk.totalBytes),
        },
        body: chunk.upload,
        timeoutMs: settings.sendTimeoutMs,
        signal: context.signal,
        irreversible: context.phase === 'commit',
      }),

    failure,
  }
}

const initPath = ({ post_info }: InitRequest): string =>
  post_info ? '/v2/post/publish/video/init/' : '/v2/post/publish/inbox/video/init/'
