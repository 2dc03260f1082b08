import { json, type Answer } from '../kernel/answer'
import type { Account } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorize, partsOf, withParts } from './access'
import { apiError } from './errors'
import { chargeUnits } from './quota'
import { videoResource, type Video, type Videos } from './videos'

const MAX_PAGE = 50
const DEFAULT_PAGE = 5

/** A read of one unit from the shared bucket. */
function read(world: World, name: string, handle: (call: Call, channel: Account<'YOUTUBE'>) => Answer): Endpoint {
  return {
    method: 'get',
    path: `/youtube/v3/${name}`,
    operations: [`${name}.list`],
    handle: (call) => {
      const channel = authorize(world, call)
      chargeUnits(world, 1)
      return handle(call, channel)
    },
  }
}

/** `videos.list` by id: unknown ids, and private videos of others, are absent. */
export function videosList(world: World, videos: Videos): Endpoint {
  return read(world, 'videos', (call, channel) => {
    const parts = partsOf(call)
    const ids = call.query.getAll('id').flatMap((list) => list.split(','))
    if (ids.length === 0) throw apiError(400, 'missingRequiredParameter', 'No filter selected.', 'youtube.parameter')
    if (ids.length > MAX_PAGE) throw apiError(400, 'invalidFilters', 'At most 50 ids.', 'youtube.parameter')
    const visible = ids.flatMap((id) => videos.find(id) ?? []).filter((video) => isVisible(video, channel))
    return page(
      'video',
      visible.map((video) => videoResource(video, parts, world.clock.nowMs())),
      visible.length,
    )
  })
}

/** `channels.list?mine=true`. */
export function channelsList(world: World): Endpoint {
  return read(world, 'channels', (call, channel) => {
    const parts = partsOf(call)
    if (call.query.get('mine') !== 'true') {
      throw apiError(400, 'missingRequiredParameter', 'No filter selected.', 'youtube.parameter')
    }
    const resource = withParts({ kind: 'youtube#channel', id: channel.accountId }, parts, {
      snippet: { title: channel.profile.channelTitle, customUrl: `@${channel.username}` },
      contentDetails: { relatedPlaylists: { likes: '', uploads: uploadsPlaylist(channel) } },
    })
    return page('channel', [resource], 1)
  })
}

/** `playlistItems.list` of the uploads playlist: newest first, private videos included for their owner. */
export function playlistItemsList(world: World, videos: Videos): Endpoint {
  return read(world, 'playlistItems', (call, channel) => {
    const parts = partsOf(call)
    if (call.query.get('playlistId') !== uploadsPlaylist(channel)) {
      throw apiError(404, 'playlistNotFound', 'The playlist cannot be found.', 'youtube.playlistItem')
    }
    const all = videos.uploads(channel)
    const size = Math.min(Number(call.query.get('maxResults') ?? DEFAULT_PAGE), MAX_PAGE)
    const start = Number(call.query.get('pageToken') ?? 0)
    const items = all.slice(start, start + size).map((video) => playlistItem(video, parts, uploadsPlaylist(channel)))
    return page('playlistItem', items, all.length, start + size < all.length ? String(start + size) : undefined)
  })
}

function playlistItem(video: Video, parts: string[], playlistId: string): Record<string, unknown> {
  const publishedAt = new Date(video.createdAtMs).toISOString()
  const { title, description = '' } = video.snippet
  return withParts({ kind: 'youtube#playlistItem', id: `${playlistId}.${video.id}` }, parts, {
    snippet: {
      publishedAt,
      channelId: video.channelId,
      title,
      description,
      playlistId,
      resourceId: { kind: 'youtube#video', videoId: video.id },
    },
    contentDetails: { videoId: video.id, videoPublishedAt: publishedAt },
    status: { privacyStatus: video.status.privacyStatus },
  })
}

function page(kind: string, items: Record<string, unknown>[], totalResults: number, nextPageToken?: string): Answer {
  const pageInfo = { totalResults, resultsPerPage: items.length }
  return json(200, {
    kind: `youtube#${kind}ListResponse`,
    etag: `${kind}-${totalResults}`,
    nextPageToken,
    items,
    pageInfo,
  })
}

function isVisible(video: Video, channel: Account): boolean {
  return video.channelId === channel.accountId || video.status.privacyStatus !== 'private'
}

function uploadsPlaylist(channel: Account): string {
  return channel.accountId.replace(/^UC/, 'UU')
}
