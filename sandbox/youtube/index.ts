import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { youtubeAnalytics } from './analytics'
import { channelsList } from './channels-list'
import { errorOf } from './errors'
import { playlistItems } from './playlist-items'
import { channelPlaylists, playlistsList } from './playlists'
import { chargedToday } from './quota'
import { sessionPut } from './session-put'
import { sessionStart } from './session-start'
import { uploadSessions } from './sessions'
import { thumbnailsSet } from './thumbnails'
import { userActions } from './user-actions'
import { videosDelete, videosUpdate } from './video-changes'
import { videoReads } from './video-reads'
import { channelVideos } from './videos'

/** Stands for https://www.googleapis.com and https://youtubeanalytics.googleapis.com. */
export function youtube(world: World): PlatformHost[] {
  const sessions = uploadSessions(world)
  const videos = channelVideos(world)
  const playlists = channelPlaylists(world, videos)
  const dataApi: PlatformHost = {
    platform: 'YOUTUBE',
    prefix: '/youtube',
    identify: (call) => world.accounts.byAccessToken('YOUTUBE', call.bearer())?.account,
    errorOf,
    charged: () => chargedToday(world),
    endpoints: [
      sessionStart(world, sessions, videos),
      sessionPut(world, sessions, videos),
      ...videoReads(world, videos),
      videosUpdate(world, videos),
      videosDelete(world, videos),
      thumbnailsSet(world, videos),
      channelsList(world, videos),
      playlistsList(world, playlists),
      ...playlistItems(world, videos, playlists),
    ],
    actions: userActions(world, videos),
  }
  return [dataApi, youtubeAnalytics(world, videos)]
}
