import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import { authorizeOwner, parametersOf, requireScope } from './access'
import { containerParameters } from './container-parameters'
import type { Container } from './containers'
import { graphError } from './errors'
import type { Graph } from './graph'
import { graphId } from './ids'
import { startFetch } from './intake'

/** `POST /<IG_ID>/media`: makes a container and begins to fetch its video, or waits for its bytes. */
export function mediaCreate(graph: Graph): Endpoint {
  return {
    method: 'post',
    path: '/:version/:id/media',
    operations: ['media.create'],
    handle: (call) => create(graph, call),
  }
}

async function create(graph: Graph, call: Call): Promise<Answer> {
  const { world, containers, login } = graph
  const account = await authorizeOwner(graph, call)
  requireScope(account, 'content_publish')
  const { videoUrl, ...given } = containerParameters(await parametersOf(call), login)
  if (account.profile.banned) throw graphError('restricted')
  if (containers.createdToday(account) >= account.profile.containerCap) throw graphError('capReached')
  const container: Container = {
    ...given,
    id: graphId(world),
    accountId: account.accountId,
    createdAtMs: world.clock.nowMs(),
    intake: { state: 'awaiting' },
  }
  containers.all().push(container)
  if (videoUrl === null) {
    const uri = `https://rupload.facebook.com/ig-api-upload/${call.param('version')}/${container.id}`
    return json(200, { id: container.id, uri })
  }
  startFetch(world, container, videoUrl)
  return json(200, { id: container.id })
}
