import { z } from 'zod'
import { json } from '../kernel/answer'
import type { Account } from '../kernel/accounts'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { partsOf, required, SCOPES, withParts } from './access'
import { apiError } from './errors'
import { method } from './method'
import { page } from './page'
import type { PlaylistItem, Playlists } from './playlists'
import { statusAt, type Videos } from './videos'

const PATH = '/youtube/v3/playlistItems'

const newItem = z.object({
  snippet: z.object({ playlistId: z.string(), resourceId: z.object({ videoId: z.string() }) }),
})

/** `playlistItems.list` and `playlistItems.insert`. */
export function playlistItems(world: World, videos: Videos, playlists: Playlists): Endpoint[] {
  const items = (channel: Account<'YOUTUBE'>, playlistId: string): PlaylistItem[] => {
    const found = playlists.itemsOf(channel, playlistId)
    if (found) return found
    throw apiError(404, 'playlistNotFound', 'The playlist cannot be found.', 'youtube.playlistItem')
  }
  const list = { path: PATH, operation: 'playlistItems.list', scopes: SCOPES.read, cost: { amount: 1 } }
  const insert = { path: PATH, operation: 'playlistItems.insert', scopes: SCOPES.write, cost: { amount: 50 } }
  return [
    method(world, { ...list, verb: 'get' }, (call, channel) => {
      const parts = partsOf(call)
      const [playlistId = ''] = required(call, 'playlistId')
      const videoId = call.query.get('videoId')
      const asked = items(channel, playlistId).filter((item) => videoId === null || item.videoId === videoId)
      return page(call, 'playlistItemList', asked, (item) => itemResource(world, videos, item, parts))
    }),

    // Adding a video that is there already adds it once more.
    method(world, { ...insert, verb: 'post' }, async (call, channel) => {
      const parts = partsOf(call)
      const given = newItem.safeParse(await call.json()).data?.snippet
      if (!given) throw apiError(400, 'playlistIdRequired', 'The request names no playlist or no video.')
      items(channel, given.playlistId)
      const [video] = videos.visible([given.resourceId.videoId], channel)
      if (!video) throw apiError(404, 'videoNotFound', 'The video cannot be found.', 'youtube.playlistItem')
      return json(200, itemResource(world, videos, playlists.add(given.playlistId, video.id), parts))
    }),
  ]
}

function itemResource(world: World, videos: Videos, item: PlaylistItem, parts: string[]): Record<string, unknown> {
  const video = videos.find(item.videoId)
  if (!video) throw new Error(`video ${item.videoId} of a playlist is gone`)
  const { title, description = '' } = video.snippet
  const { playlistId } = item
  const publishedAt = new Date(item.addedAtMs).toISOString()
  const resourceId = { kind: 'youtube#video', videoId: video.id }
  return withParts({ kind: 'youtube#playlistItem', etag: `item-${item.id}`, id: item.id }, parts, {
    snippet: { publishedAt, channelId: video.channelId, title, description, playlistId, resourceId },
    contentDetails: { videoId: video.id, videoPublishedAt: new Date(video.createdAtMs).toISOString() },
    status: { privacyStatus: statusAt(video, world.clock.nowMs()).privacyStatus },
  })
}
