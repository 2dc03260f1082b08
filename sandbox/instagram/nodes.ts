import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorize, pickFields } from './access'
import { standingOf, type Container, type Containers, type StatusCode } from './containers'
import { graphError } from './errors'
import { mediaNode } from './media-list'

const STATUS_TEXT: Record<StatusCode, string> = {
  IN_PROGRESS: 'In Progress: Media is still being processed.',
  FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
  ERROR: 'Error: Media upload has failed with error code',
  EXPIRED: 'Expired: The container was not published within 24 hours and has expired.',
  PUBLISHED: 'Published: Media has been published.',
}

/** `GET /<id>`: a container or a media, whichever has that id. */
export function nodeGet(world: World, containers: Containers): Endpoint {
  const isMedia = (call: Call) => containers.all().some(({ media }) => media?.id === call.param('id'))
  return {
    method: 'get',
    path: '/:version/:id',
    operations: ['container.get', 'media.get'],
    operationOf: (call) => (isMedia(call) ? 'media.get' : 'container.get'),
    readOnly: true,
    handle: (call) => get(world, containers, call),
  }
}

async function get(world: World, containers: Containers, call: Call): Promise<Answer> {
  const account = await authorize(world, call)
  const id = call.param('id')
  const media = containers.media(account).find((candidate) => candidate.id === id)
  if (media) return json(200, pickFields(call, mediaNode(media)))
  const container = containers.find(account, id)
  if (container) return json(200, pickFields(call, containerNode(container, world.clock.nowMs())))
  throw graphError('objectMissing')
}

function containerNode(container: Container, nowMs: number): Record<string, unknown> {
  const { code, subcode } = standingOf(container, nowMs)
  const status = subcode === undefined ? STATUS_TEXT[code] : `${STATUS_TEXT[code]} ${subcode}`
  return { id: container.id, status_code: code, status }
}
