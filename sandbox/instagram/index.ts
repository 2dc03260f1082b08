import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { holderOf } from './access'
import { me, publishingLimit } from './account-reads'
import { reelContainers } from './containers'
import { errorOf } from './errors'
import { resumeFetches } from './fetch-video'
import { mediaCreate } from './media-create'
import { mediaList } from './media-list'
import { mediaPublish } from './media-publish'
import { nodeGet } from './nodes'
import { refreshAccessToken } from './oauth'

/** Stands for https://graph.instagram.com. */
export function instagram(world: World): PlatformHost {
  const containers = reelContainers(world)
  resumeFetches(world, containers)
  return {
    platform: 'INSTAGRAM',
    prefix: '/instagram',
    identify: async (call) => (await holderOf(world, call))?.account,
    errorOf,
    endpoints: [
      refreshAccessToken(world),
      me(world),
      publishingLimit(world, containers),
      mediaCreate(world, containers),
      mediaList(world, containers),
      mediaPublish(world, containers),
      nodeGet(world, containers),
    ],
  }
}
