import { ControlError, parse } from '../control/input'
import { namedPost, postVideos } from '../control/own-posts'
import type { Account } from '../kernel/accounts'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import type { Containers } from './containers'
import { graphId } from './ids'
import { goLive } from './media-publish'

/** What a user does in the Instagram app: posts Reels, deletes one. */
export function userActions(world: World, containers: Containers): PlatformHost['actions'] {
  return {
    'post-videos': (input) =>
      postVideos(world, 'INSTAGRAM', input, (account, caption) => postReel(world, containers, account, caption)),
    'delete-media': (input) => deleteMedia(world, containers, parse(namedPost, input).postId),
  }
}

function postReel(world: World, containers: Containers, { accountId }: Account, caption: string): string {
  const createdAtMs = world.clock.nowMs()
  const received = { bytes: 0, sha256: '', coverSha256: null }
  const container = {
    ...{ id: graphId(world), accountId, caption, options: {}, coverUrl: null, createdAtMs },
    intake: { state: 'done' as const, ...received, readyAtMs: createdAtMs, subcode: null },
  }
  containers.add(container)
  return goLive(world, container).id
}

function deleteMedia(world: World, containers: Containers, mediaId: string): void {
  const reel = containers.reelOf(mediaId)
  if (!reel) throw new ControlError(404, `there is no media ${mediaId}`)
  containers.remove(reel)
  world.posts.remove('INSTAGRAM', mediaId)
}
