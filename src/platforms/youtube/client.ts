import { z } from 'zod'
import type { Clock } from '../../domain/ports/clock'
import type { CallGate } from '../../domain/ports/limits'
import type { QuotaMeter } from '../../domain/ports/quota'
import type { CallContext } from '../call-context'
import type { Phase } from '../error-table'
import { type HttpRequest, type HttpResult, send, type Upload } from '../http'
import { youtubeErrors } from './errors'

export interface YouTubeSettings {
  apiUrl: string
  clock: Clock
  gate: CallGate
  meter: QuotaMeter
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** One chunk. */
  sendTimeoutMs: number
}

const video = z.object({
  id: z.string().min(1),
  snippet: z.object({ tags: z.array(z.string()).optional() }).optional(),
  status: z
    .object({
      privacyStatus: z.string().optional(),
      publishAt: z.string().optional(),
      uploadStatus: z.string().optional(),
      failureReason: z.string().optional(),
      rejectionReason: z.string().optional(),
    })
    .optional(),
  processingDetails: z.object({ processingFailureReason: z.string().optional() }).optional(),
  contentDetails: z.object({ hasCustomThumbnail: z.boolean().optional() }).optional(),
})
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item).default([]) })
const channel = z.object({ contentDetails: z.object({ relatedPlaylists: z.object({ uploads: z.string() }) }) })
const playlistItem = z.object({ contentDetails: z.object({ videoId: z.string() }) })

/** The parts of a video resource that publishing reads. */
export type Video = z.output<typeof video>

export type YouTubeClient = ReturnType<typeof youtubeClient>

/** The video resource of a finished upload, if the body is one. */
export const parseVideo = (json: unknown): Video | undefined => video.safeParse(json).data

/** YouTube's Data API v3. Everything that is not a good answer is thrown by the table. */
export function youtubeClient(settings: YouTubeSettings) {
  const failure = (phase: Phase, result: HttpResult) => youtubeErrors.error(phase, result, settings.clock.nowMs())

  const call = (
    request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
    context: CallContext,
  ): Promise<HttpResult> =>
    send({
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${context.account.accessToken}` },
      timeoutMs: typeof request.body === 'object' ? settings.sendTimeoutMs : settings.requestTimeoutMs,
      signal: context.signal,
      irreversible: context.phase === 'commit',
    })

  async function list<T extends z.ZodType>(
    resource: string,
    query: Record<string, string>,
    item: T,
    context: CallContext,
  ) {
    const search = new URLSearchParams(query).toString()
    const result = await call({ method: 'GET', url: `${settings.apiUrl}/youtube/v3/${resource}?${search}` }, context)
    const parsed = result.answered && result.status === 200 ? listOf(item).safeParse(result.json).data : undefined
    if (!parsed) throw failure(context.phase, result)
    return parsed.items
  }

  async function done(request: Parameters<typeof call>[0], context: CallContext): Promise<void> {
    const result = await call(request, context)
    if (!result.answered || result.status !== 200) throw failure(context.phase, result)
  }

  return {
    call,
    failure,

    /** Opens a resumable session and returns its URI, which is a credential. */
    startSession: async (
      start: { resource: object; notifySubscribers: boolean; sizeBytes: number; contentType: string },
      context: CallContext,
    ): Promise<string> => {
      const parts = Object.keys(start.resource).join(',')
      const query = `uploadType=resumable&part=${parts}&notifySubscribers=${start.notifySubscribers}`
      const url = `${settings.apiUrl}/upload/youtube/v3/videos?${query}`
      const result = await call(
        {
          method: 'POST',
          url,
          headers: {
            'content-type': 'application/json; charset=UTF-8',
            'x-upload-content-length': String(start.sizeBytes),
            'x-upload-content-type': start.contentType,
          },
          body: JSON.stringify(start.resource),
        },
        context,
      )
      const location = result.answered && result.status === 200 ? result.headers.location : undefined
      if (typeof location !== 'string' || !URL.canParse(location, url)) throw failure(context.phase, result)
      return new URL(location, url).href
    },

    /** 1 unit. An unknown id is absent. */
    videos: (ids: string[], part: string, context: CallContext): Promise<Video[]> =>
      list('videos', { part, id: ids.join(',') }, video, context),

    /** Ids of the channel's newest uploads, private ones included. 2 units. */
    recentUploads: async (context: CallContext): Promise<string[]> => {
      const [own] = await list('channels', { part: 'contentDetails', mine: 'true' }, channel, context)
      if (!own) return []
      const playlistId = own.contentDetails.relatedPlaylists.uploads
      const query = { part: 'contentDetails', playlistId, maxResults: '50' }
      const items = await list('playlistItems', query, playlistItem, context)
      return items.map((item) => item.contentDetails.videoId)
    },

    /** The image takes the place of an earlier one. 50 units. */
    setThumbnail: async (videoId: string, image: { contentType: string; body: Upload }, context: CallContext) => {
      const query = new URLSearchParams({ uploadType: 'media', videoId }).toString()
      const url = `${settings.apiUrl}/upload/youtube/v3/thumbnails/set?${query}`
      const headers = { 'content-type': image.contentType }
      await done({ method: 'POST', url, headers, body: image.body }, context)
    },

    /** 1 unit. */
    playlistHolds: async (playlistId: string, videoId: string, context: CallContext): Promise<boolean> => {
      const query = { part: 'contentDetails', playlistId, videoId }
      return (await list('playlistItems', query, playlistItem, context)).length > 0
    },

    /** YouTube adds a video again that is there already. 50 units. */
    addToPlaylist: async (playlistId: string, videoId: string, context: CallContext) => {
      const snippet = { playlistId, resourceId: { kind: 'youtube#video', videoId } }
      const url = `${settings.apiUrl}/youtube/v3/playlistItems?part=snippet`
      const headers = { 'content-type': 'application/json; charset=UTF-8' }
      await done({ method: 'POST', url, headers, body: JSON.stringify({ snippet }) }, context)
    },
  }
}
