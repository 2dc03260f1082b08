import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { errorOf } from './errors'
import { channelsList, playlistItemsList, videosList } from './reads'
import { sessionPut } from './session-put'
import { sessionStart } from './session-start'
import { uploadSessions } from './sessions'
import { channelVideos } from './videos'

/** Stands for https://www.googleapis.com. */
export function youtube(world: World): PlatformHost {
  const sessions = uploadSessions(world)
  const videos = channelVideos(world)
  return {
    platform: 'YOUTUBE',
    prefix: '/youtube',
    identify: (call) => world.accounts.byAccessToken('YOUTUBE', call.bearer())?.account,
    errorOf,
    endpoints: [
      sessionStart(world, sessions, videos),
      sessionPut(world, sessions, videos),
      videosList(world, videos),
      channelsList(world),
      playlistItemsList(world, videos),
    ],
  }
}
