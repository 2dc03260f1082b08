import { z } from 'zod'
import type { CallContext } from '../call-context'
import { counter } from '../counters'
import type { Upload } from '../http'
import { itemsById } from '../readings'
import { type CallYouTube, type YouTubeCall, youtubeCalls, type YouTubeSettings } from './calls'

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

/** Counts that are hidden are absent. */
const countedVideo = z.object({
  id: z.string().min(1),
  statistics: z.object({ viewCount: counter, likeCount: counter, commentCount: counter }).optional(),
})
/** `items` may be missing where there are none; a body without `kind` is no answer of YouTube's. */
const countedVideos = z.object({ kind: z.string(), items: z.array(z.unknown()).default([]) })

export type CountedVideo = z.output<typeof countedVideo>

/** The parts of a video resource that publishing reads. */
export type Video = z.output<typeof video>

export interface YouTubeClient extends ReturnType<typeof dataApi> {
  /** What has no method of its own: a session's requests. */
  call: CallYouTube
}

/** The video resource of a finished upload, if the body is one. */
export const parseVideo = (json: unknown): Video | undefined => video.safeParse(json).data

/** YouTube's Data API v3. Everything that is not a good answer is thrown by the table. */
export function youtubeClient(settings: YouTubeSettings): YouTubeClient {
  const call = youtubeCalls(settings)
  return { call, ...dataApi(settings.apiUrl, call) }
}

function dataApi(apiUrl: string, call: CallYouTube) {
  /** 1 unit. */
  const list = <T extends z.ZodType>(
    resource: 'videos' | 'channels' | 'playlistItems',
    query: Record<string, string>,
    item: T,
    context: CallContext,
  ): Promise<z.output<T>[]> => {
    const url = `${apiUrl}/youtube/v3/${resource}?${new URLSearchParams(query).toString()}`
    const request: YouTubeCall = { method: 'GET', url, operation: `${resource}.list`, purpose: 'list' }
    return call(request, context, ({ status, json }) =>
      status === 200 ? listOf(item).safeParse(json).data?.items : undefined,
    )
  }

  /** 50 units. */
  const change = (request: Omit<YouTubeCall, 'method' | 'purpose'>, context: CallContext): Promise<true> =>
    call({ ...request, method: 'POST', purpose: 'change' }, context, ({ status }) => status === 200 || undefined)

  return {
    /** Opens a resumable session and returns its URI, which is a credential. */
    startSession: (
      start: { resource: object; notifySubscribers: boolean; sizeBytes: number; contentType: string },
      context: CallContext,
    ): Promise<string> => {
      const parts = Object.keys(start.resource).join(',')
      const query = `uploadType=resumable&part=${parts}&notifySubscribers=${start.notifySubscribers}`
      const url = `${apiUrl}/upload/youtube/v3/videos?${query}`
      const headers = {
        'content-type': 'application/json; charset=UTF-8',
        'x-upload-content-length': String(start.sizeBytes),
        'x-upload-content-type': start.contentType,
      }
      const body = JSON.stringify(start.resource)
      const request: YouTubeCall = { operation: 'session.start', method: 'POST', url, headers, body }
      return call(request, context, ({ status, headers: { location } }) =>
        status === 200 && typeof location === 'string' && URL.canParse(location, url)
          ? new URL(location, url).href
          : undefined,
      )
    },

    /** An unknown id is absent. */
    videos: (ids: string[], part: string, context: CallContext): Promise<Video[]> =>
      list('videos', { part, id: ids.join(',') }, video, context),

    /** At most 50 videos; by id. Who does not own a private one is not told of it. `batch-stats` has a quota of its own. */
    videoCounters: (ids: string[], by: 'batch-stats' | 'list', context: CallContext) => {
      const [path, operation] =
        by === 'list' ? ['videos', 'videos.list'] : ['videos:batchGetStats', 'videos.batchGetStats']
      const query = new URLSearchParams({ part: 'statistics', id: ids.join() }).toString()
      const url = `${apiUrl}/youtube/v3/${path}?${query}`
      return call({ method: 'GET', url, operation, purpose: by }, context, ({ status, json }) => {
        const items = status === 200 ? countedVideos.safeParse(json).data?.items : undefined
        return items && itemsById(items, (item) => countedVideo.safeParse(item).data)
      })
    },

    /** Ids of the channel's newest uploads, private ones included. 2 units. */
    recentUploads: async (context: CallContext): Promise<string[]> => {
      const [own] = await list('channels', { part: 'contentDetails', mine: 'true' }, channel, context)
      if (!own) return []
      const playlistId = own.contentDetails.relatedPlaylists.uploads
      const query = { part: 'contentDetails', playlistId, maxResults: '50' }
      const items = await list('playlistItems', query, playlistItem, context)
      return items.map((item) => item.contentDetails.videoId)
    },

    /** The image takes the place of an earlier one. */
    setThumbnail: (
      videoId: string,
      image: { contentType: string; open: () => Promise<Upload> },
      context: CallContext,
    ): Promise<true> => {
      const query = new URLSearchParams({ uploadType: 'media', videoId }).toString()
      const url = `${apiUrl}/upload/youtube/v3/thumbnails/set?${query}`
      const headers = { 'content-type': image.contentType }
      return change({ operation: 'thumbnails.set', url, headers, body: image.open }, context)
    },

    playlistHolds: async (playlistId: string, videoId: string, context: CallContext): Promise<boolean> => {
      const query = { part: 'contentDetails', playlistId, videoId }
      return (await list('playlistItems', query, playlistItem, context)).length > 0
    },

    /** YouTube adds a video again that is there already. */
    addToPlaylist: (playlistId: string, videoId: string, context: CallContext): Promise<true> => {
      const snippet = { playlistId, resourceId: { kind: 'youtube#video', videoId } }
      const url = `${apiUrl}/youtube/v3/playlistItems?part=snippet`
      const headers = { 'content-type': 'application/json; charset=UTF-8' }
      return change({ operation: 'playlistItems.insert', url, headers, body: JSON.stringify({ snippet }) }, context)
    },
  }
}
