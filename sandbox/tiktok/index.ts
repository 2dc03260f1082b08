import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { chunkPut } from './chunk-put'
import { creatorInfo } from './creator-info'
import { errorOf, failureCode } from './envelope'
import { oauthEndpoints } from './oauth'
import { postCancel } from './post-cancel'
import { resumePulls } from './pull'
import { statusFetch } from './status-fetch'
import { publishTasks } from './tasks'
import { userActions } from './user-actions'
import { userInfo } from './user-info'
import { inboxInit, videoInit } from './video-init'
import { videoList } from './video-list'
import { videoQuery } from './video-query'
import { tiktokVideos } from './videos'
import { resumeWebhooks } from './webhooks'

/** Stands for https://open.tiktokapis.com and the upload host. */
export function tiktok(world: World): PlatformHost {
  const tasks = publishTasks(world)
  const videos = tiktokVideos(world)
  resumePulls(world, videos, tasks)
  resumeWebhooks(world)
  return {
    platform: 'TIKTOK',
    prefix: '/tiktok',
    identify: (call) => world.accounts.byAccessToken('TIKTOK', call.bearer())?.account,
    errorOf,
    refusalOf: failureCode,
    endpoints: [
      ...oauthEndpoints(world),
      creatorInfo(world, tasks),
      videoInit(world, tasks, videos),
      inboxInit(world, tasks, videos),
      chunkPut(world, tasks, videos),
      statusFetch(world, tasks, videos),
      postCancel(world, tasks),
      videoList(world, videos),
      videoQuery(world, videos),
      userInfo(world, videos),
    ],
    actions: userActions(world, tasks, videos),
  }
}
