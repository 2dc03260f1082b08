import { type ByteRange, contentRange } from '../byte-range'
import type { CallContext } from '../call-context'
import type { HttpResult, Upload } from '../http'
import { itemsById } from '../readings'
import {
  countedVideo,
  countedVideos,
  creatorInfo,
  postStatus,
  pullTask,
  uploadTask,
  videoPage,
  videos,
  type CreatorInfo,
  type PostStatus,
} from './answers'
import { type Query, tiktokCalls, type TikTokSettings } from './calls'
import { failureOf } from './errors'
import type { InitRequest } from './init-request'

interface Chunk {
  /** The credential. */
  uploadUrl: string
  range: ByteRange
  totalBytes: number
  contentType: string
  /** Called once nothing forbids to send it. */
  open: () => Promise<Upload>
}

export type TikTokClient = ReturnType<typeof tiktokClient>

/** TikTok's Content Posting API v2 and Display API v2. */
export function tiktokClient(settings: TikTokSettings) {
  const { ask, open, gated, failure } = tiktokCalls(settings)
  const { clock, sendTimeoutMs } = settings

  return {
    creatorInfo: (context: CallContext): Promise<CreatorInfo> =>
      ask(
        { operation: 'creator_info.query', path: '/v2/post/publish/creator_info/query/', body: {} },
        creatorInfo,
        context,
      ),

    /** Opens a task by FILE_UPLOAD: a direct post or an inbox draft. */
    openUpload: (body: InitRequest, context: CallContext) => open({ ...initOf(body), body }, uploadTask, context),

    /** Opens a task by PULL_FROM_URL; TikTok begins to download at once. */
    openPull: (body: InitRequest, context: CallContext, beforeSending: () => void) =>
      open({ ...initOf(body), body, beforeSending }, pullTask, context),

    postStatus: (publishId: string, context: CallContext): Promise<PostStatus> =>
      ask(
        { operation: 'status.fetch', path: '/v2/post/publish/status/fetch/', body: { publish_id: publishId } },
        postStatus,
        context,
        (post) => (post.status === 'FAILED' ? failureOf(post, clock.nowMs()) : undefined),
      ),

    /** The links of the creator's public videos; what is deleted or private is missing. */
    videoLinks: (ids: string[], context: CallContext) => {
      const path = '/v2/video/query/?fields=id,share_url'
      return ask({ operation: 'video.query', path, body: { filters: { video_ids: ids } } }, videos, context)
    },

    /** The counters of at most 20 of the creator's public videos, by id; what is deleted or private is missing. */
    videoCounters: async (ids: string[], context: CallContext) => {
      const path = '/v2/video/query/?fields=id,share_url,view_count,like_count,comment_count,share_count'
      const query = { operation: 'video.query', path, body: { filters: { video_ids: ids } } } as const
      const { videos: items } = await ask(query, countedVideos, context)
      return itemsById(items, (item) => countedVideo.safeParse(item).data)
    },

    /** A page of the creator's public videos, newest first; `cursor`: epoch ms before which it begins. */
    listVideos: (cursor: number | undefined, context: CallContext) => {
      const path = '/v2/video/list/?fields=id,title,video_description,create_time'
      return ask({ operation: 'video.list', path, body: { max_count: 20, cursor } }, videoPage, context)
    },

    /** One chunk, answered by a status alone. */
    putChunk: (chunk: Chunk, context: CallContext): Promise<HttpResult> =>
      gated(
        'chunk.put',
        context,
        async ({ send }) =>
          send({
            method: 'PUT',
            url: chunk.uploadUrl,
            headers: {
              'content-type': chunk.contentType,
              'content-range': contentRange(chunk.range, chunk.totalBytes),
            },
            body: await chunk.open(),
            timeoutMs: sendTimeoutMs,
            signal: context.signal,
            irreversible: context.phase === 'commit',
          }),
        (result) => (isTaken(result) ? undefined : failure(context.phase, result)),
      ),

    failure,
  }
}

/** 206 while bytes are missing, 201 with the last of them. */
const isTaken = (result: HttpResult): boolean => result.answered && result.status < 300

const initOf = ({ post_info }: InitRequest): Pick<Query, 'operation' | 'path'> =>
  post_info
    ? { operation: 'video.init', path: '/v2/post/publish/video/init/' }
    : { operation: 'inbox.video.init', path: '/v2/post/publish/inbox/video/init/' }
