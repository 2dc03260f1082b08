import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorizeOwner, pickFields } from './access'
import type { Containers, Media } from './containers'

const DEFAULT_LIMIT = 25
const MAX_LIMIT = 100

/** `GET /<IG_ID>/media`: the account's media, newest first, paged by `limit` and `after`. */
export function mediaList(world: World, containers: Containers): Endpoint {
  return {
    method: 'get',
    path: '/:version/:id/media',
    operations: ['media.list'],
    readOnly: true,
    handle: (call) => list(world, containers, call),
  }
}

async function list(world: World, containers: Containers, call: Call): Promise<Answer> {
  const media = containers.media(await authorizeOwner(world, call))
  const limit = Math.min(Number(call.query.get('limit') ?? DEFAULT_LIMIT), MAX_LIMIT)
  const start = media.findIndex(({ id }) => id === call.query.get('after')) + 1
  const page = media.slice(start, start + limit)
  const [first, last] = [page.at(0), page.at(-1)]
  return json(200, {
    data: page.map((item) => pickFields(call, mediaNode(item))),
    ...(first && last ? { paging: { cursors: { before: first.id, after: last.id } } } : {}),
  })
}

/** A Reel reads back as a VIDEO whose product type is REELS. */
export function mediaNode({ id, caption, permalink, publishedAtMs }: Media & { caption: string }) {
  return {
    id,
    caption,
    media_type: 'VIDEO',
    media_product_type: 'REELS',
    permalink,
    timestamp: new Date(publishedAtMs).toISOString().replace(/\.\d+Z$/, '+0000'),
  }
}
