import { json, type Answer } from '../kernel/answer'
import { ConnectionCut, type Call } from '../kernel/call'
import type { Profile } from '../kernel/profiles'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorizeOwner, parametersOf, requireScope } from './access'
import { standingOf, type Container, type Media } from './containers'
import { errorOf, graphError, type ErrorName } from './errors'
import type { Graph } from './graph'
import { graphId } from './ids'

/** `POST /<IG_ID>/media_publish`: the point of no return. */
export function mediaPublish(graph: Graph): Endpoint {
  return {
    method: 'post',
    path: '/:version/:id/media_publish',
    operations: ['media.publish'],
    handle: (call) => publish(graph, call),
  }
}

/** The modes in which a container that could be published is not. */
const REFUSALS: Partial<Record<Profile<'INSTAGRAM'>['publishMode'], ErrorName>> = {
  spam: 'spam',
  'server-error': 'serverError',
  'not-ready': 'notReady',
  'unknown-creation': 'expiredCreation',
}

async function publish(graph: Graph, call: Call): Promise<Answer> {
  const { world, containers } = graph
  const account = await authorizeOwner(graph, call)
  requireScope(account, 'content_publish')
  const { banned, publishMode, publishingCap, secondPublish } = account.profile
  const container = containers.find(account, (await parametersOf(call)).get('creation_id'))
  if (!container) throw graphError('unknownCreation')
  if (banned) throw graphError('restricted')
  if (container.media && secondPublish === 'same-id') return json(200, { id: container.media.id })
  const { code } = standingOf(container, world.clock.nowMs())
  if (code === 'EXPIRED') throw graphError('expiredCreation')
  if (code !== 'FINISHED') throw graphError('notReady')
  if (containers.publishedToday(account) >= publishingCap) throw graphError('capReached')
  const refusal = REFUSALS[publishMode]
  if (refusal) throw graphError(refusal)
  const media = goLive(world, container)
  // Whatever the answer is: the post exists.
  await world.store.save()
  return answerOf(publishMode, media)
}

function answerOf(mode: Profile<'INSTAGRAM'>['publishMode'], media: Media): Answer {
  if (mode === 'live-500') return errorOf(500)
  if (mode === 'live-spam') throw graphError('spam')
  if (mode === 'live-server-error') throw graphError('serverError')
  if (mode === 'live-no-answer') throw new ConnectionCut('the answer is lost')
  return json(200, { id: media.id })
}

/** Makes a container that is finished a Reel. */
export function goLive(world: World, container: Container): Media {
  const { intake, accountId, caption, options } = container
  if (intake.state !== 'done') throw new Error(`container ${container.id} is finished without a video`)
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
    options,
    bytes: intake.bytes,
    sha256: intake.sha256,
    ...(intake.coverSha256 !== null && { coverSha256: intake.coverSha256 }),
    createdAt: new Date(publishedAtMs).toISOString(),
    visibility: 'PUBLIC',
  })
  return media
}
