import type { Account } from '../kernel/accounts'
import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorize, pickFields } from './access'
import { standingOf, type Container, type Reel, type StatusCode } from './containers'
import { countsAt } from './counts'
import { graphError } from './errors'
import type { Graph } from './graph'

const STATUS_TEXT: Record<StatusCode, string> = {
  IN_PROGRESS: 'In Progress: Media is still being processed.',
  FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
  ERROR: 'Error: Media upload has failed with error code',
  EXPIRED: 'Expired: The container was not published within 24 hours and has expired.',
  PUBLISHED: 'Published: Media has been published.',
}

/** `GET /<id>`: a container or a media, whichever has that id. */
export function nodeGet(graph: Graph): Endpoint {
  return {
    method: 'get',
    path: '/:version/:id',
    operations: ['container.get', 'media.get'],
    operationOf: (call) => (graph.containers.isMedia(call.param('id')) ? 'media.get' : 'container.get'),
    readOnly: true,
    handle: (call) => get(graph, call),
  }
}

async function get(graph: Graph, call: Call): Promise<Answer> {
  const { world, containers } = graph
  const account = await authorize(graph, call)
  if (world.ids.chance() < account.profile.missingReads) throw graphError('objectMissing')
  const id = call.param('id')
  const reel = containers.reel(account, id)
  if (reel) return json(200, pickFields(call, mediaNode(world, account, reel)))
  const container = containers.find(account, id)
  if (container) return json(200, pickFields(call, await containerNode(graph, container)))
  throw graphError('objectMissing')
}

/** A Reel reads back as a VIDEO whose product type is REELS. */
export function mediaNode(world: World, account: Account<'INSTAGRAM'>, reel: Reel): Record<string, unknown> {
  const { id, permalink, publishedAtMs } = reel.media
  const { likes, comments } = countsAt(world.clock.nowMs() - publishedAtMs, account.profile.insightsCorrection)
  return {
    id,
    caption: reel.caption,
    media_type: 'VIDEO',
    media_product_type: 'REELS',
    permalink,
    shortcode: permalink.split('/').at(-2),
    username: account.username,
    is_shared_to_feed: reel.options.share_to_feed !== 'false',
    timestamp: new Date(publishedAtMs).toISOString().replace(/\.\d+Z$/, '+0000'),
    like_count: likes,
    comments_count: comments,
  }
}

async function containerNode({ world, login }: Graph, container: Container): Promise<Record<string, unknown>> {
  const { code, subcode } = standingOf(container, world.clock.nowMs())
  const status = subcode === undefined ? STATUS_TEXT[code] : `${STATUS_TEXT[code]} ${subcode}`
  const node = { id: container.id, status_code: code, status }
  return login === 'facebook' ? { ...node, video_status: await videoStatus(world, container) } : node
}

/** How far an upload by rupload is: `bytes_transferred` is the offset to go on from. */
async function videoStatus(world: World, { id, intake }: Container) {
  const transferred = intake.state === 'done' ? intake.bytes : await world.uploads.sizeBytes(id)
  const uploading = intake.state === 'done' ? 'complete' : transferred > 0 ? 'in_progress' : 'not_started'
  return {
    uploading_phase: { status: uploading, bytes_transferred: transferred },
    processing_phase: { status: intake.state === 'done' ? 'in_progress' : 'not_started' },
  }
}
