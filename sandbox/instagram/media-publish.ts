import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorizeOwner, parametersOf } from './access'
import { standingOf, type Container, type Containers, type Media } from './containers'
import { graphError } from './errors'
import { graphId } from './ids'

/** `POST /<IG_ID>/media_publish`: the point of no return. */
export function mediaPublish(world: World, containers: Containers): Endpoint {
  return {
    method: 'post',
    path: '/:version/:id/media_publish',
    operations: ['media.publish'],
    handle: (call) => publish(world, containers, call),
  }
}

async function publish(world: World, containers: Containers, call: Call): Promise<Answer> {
  const account = await authorizeOwner(world, call)
  const container = containers.find(account, (await parametersOf(call)).get('creation_id'))
  if (!container) throw graphError('unknownCreation')
  if (account.profile.banned) throw graphError('restricted')
  const { code } = standingOf(container, world.clock.nowMs())
  if (code === 'EXPIRED') throw graphError('expiredCreation')
  // What a second publish of a container does is undocumented; here it is refused like one that cannot be published.
  if (code !== 'FINISHED') throw graphError('notReady')
  if (containers.publishedToday(account) >= account.profile.publishingCap) throw graphError('capReached')
  return json(200, { id: goLive(world, container).id })
}

function goLive(world: World, container: Container): Media {
  const { fetch, accountId, caption } = container
  if (fetch.state !== 'done') throw new Error(`container ${container.id} is finished without a video`)
  const publishedAtMs = world.clock.nowMs()
  const permalink = `https://www.instagram.com/reel/${world.ids.text(11)}/`
  const media = { id: graphId(world), permalink, publishedAtMs }
  container.media = media
  world.posts.add({
    platform: 'INSTAGRAM',
    accountId,
    postId: media.id,
    url: permalink,
    caption,
    bytes: fetch.bytes,
    sha256: fetch.sha256,
    createdAt: new Date(publishedAtMs).toISOString(),
    visibility: 'PUBLIC',
  })
  return media
}
