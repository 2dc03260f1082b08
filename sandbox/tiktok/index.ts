import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { chunkPut } from './chunk-put'
import { creatorInfo } from './creator-info'
import { errorOf } from './envelope'
import { oauthToken } from './oauth'
import { statusFetch } from './status-fetch'
import { publishTasks } from './tasks'
import { videoInit } from './video-init'
import { videoList } from './video-list'

/** Stands for https://open.tiktokapis.com and the upload host. */
export function tiktok(world: World): PlatformHost {
  const tasks = publishTasks(world)
  return {
    platform: 'TIKTOK',
    prefix: '/tiktok',
    identify: (call) => world.accounts.byAccessToken('TIKTOK', call.bearer())?.account,
    errorOf,
    endpoints: [
      oauthToken(world),
      creatorInfo(world, tasks),
      videoInit(world, tasks),
      chunkPut(world, tasks),
      statusFetch(world, tasks),
      videoList(world, tasks),
    ],
  }
}
