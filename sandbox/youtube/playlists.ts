import type { Account } from '../kernel/accounts'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { missing, partsOf, SCOPES, withParts } from './access'
import { method } from './method'
import { page } from './page'
import type { Videos } from './videos'

/** An entry of a playlist. The same video may have several. */
export interface PlaylistItem {
  id: string
  playlistId: string
  videoId: string
  addedAtMs: number
}

export type Playlists = ReturnType<typeof channelPlaylists>

/** What the channels' playlists hold. */
export function channelPlaylists(world: World, videos: Videos) {
  const added = world.store.section<PlaylistItem[]>('youtube.playlistItems', () => [])
  return {
    add(playlistId: string, videoId: string): PlaylistItem {
      const item = { id: world.ids.text(40), playlistId, videoId, addedAtMs: world.clock.nowMs() }
      added().push(item)
      return item
    },
    /** The uploads playlist newest first, others in their own order; null for one that the channel does not have. */
    itemsOf(channel: Account<'YOUTUBE'>, playlistId: string): PlaylistItem[] | null {
      if (playlistId === uploadsPlaylist(channel)) {
        const entry = (videoId: string, addedAtMs: number) => ({
          id: `${playlistId}.${videoId}`,
          playlistId,
          videoId,
          addedAtMs,
        })
        return videos.uploads(channel).map((video) => entry(video.id, video.createdAtMs))
      }
      if (!channel.profile.playlists.some(({ id }) => id === playlistId)) return null
      return added().filter((item) => item.playlistId === playlistId && videos.find(item.videoId))
    },
  }
}

/** `playlists.list`, of one's own channel or by id. */
export function playlistsList(world: World, playlists: Playlists): Endpoint {
  const spec = { path: '/youtube/v3/playlists', operation: 'playlists.list', scopes: SCOPES.read, cost: { amount: 1 } }
  return method(world, { ...spec, verb: 'get' }, (call, channel) => {
    const parts = partsOf(call)
    const ids = call.query.getAll('id').flatMap((list) => list.split(','))
    if (call.query.get('mine') !== 'true' && ids.length === 0) throw missing('mine or id')
    const listed = channel.profile.playlists.filter(({ id }) => ids.length === 0 || ids.includes(id))
    return page(call, 'playlistList', listed, ({ id, title }) =>
      withParts({ kind: 'youtube#playlist', etag: `playlist-${id}`, id }, parts, {
        snippet: { title, description: '', channelId: channel.accountId, channelTitle: channel.profile.channelTitle },
        contentDetails: { itemCount: playlists.itemsOf(channel, id)?.length ?? 0 },
        status: { privacyStatus: 'public' },
      }),
    )
  })
}

/** The playlist that holds all uploads of a channel. */
export function uploadsPlaylist(channel: Account): string {
  return channel.accountId.replace(/^UC/, 'UU')
}
