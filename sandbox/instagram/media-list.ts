import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import { authorizeOwner, pickFields } from './access'
import type { Graph } from './graph'
import { mediaNode } from './nodes'

const DEFAULT_LIMIT = 25
const MAX_LIMIT = 100

/** `GET /<IG_ID>/media`: the account's media, newest first, paged by `limit` and `after`. */
export function mediaList(graph: Graph): Endpoint {
  return {
    method: 'get',
    path: '/:version/:id/media',
    operations: ['media.list'],
    readOnly: true,
    handle: (call) => list(graph, call),
  }
}

async function list(graph: Graph, call: Call): Promise<Answer> {
  const account = await authorizeOwner(graph, call)
  const reels = graph.containers.reels(account)
  const limit = Math.min(Number(call.query.get('limit') ?? DEFAULT_LIMIT), MAX_LIMIT)
  const start = reels.findIndex(({ media }) => media.id === call.query.get('after')) + 1
  const page = reels.slice(start, start + limit)
  const [first, last] = [page.at(0), page.at(-1)]
  return json(200, {
    data: page.map((reel) => pickFields(call, mediaNode(graph.world, account, reel))),
    ...(first && last ? { paging: { cursors: { before: first.media.id, after: last.media.id } } } : {}),
  })
}
