import { json } from '../kernel/answer'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { idsOf, partsOf, SCOPES, withParts } from './access'
import { method } from './method'
import { page, wholeList } from './page'
import { statsResource, videoResource } from './video-resource'
import type { Video, Videos } from './videos'

/** `videos.list` by id, `videos.batchGetStats` and `search.list`. */
export function videoReads(world: World, videos: Videos): Endpoint[] {
  const read = { verb: 'get', scopes: SCOPES.read } as const
  return [
    method(
      world,
      { ...read, path: '/youtube/v3/videos', operation: 'videos.list', cost: { amount: 1 } },
      (call, channel) => {
        const parts = partsOf(call)
        const found = videos.visible(idsOf(call), channel)
        return wholeList(
          'videoList',
          found.map((video) => videoResource(world, video, parts)),
        )
      },
    ),
    method(
      world,
      {
        ...read,
        path: '/youtube/v3/videos\\:batchGetStats',
        operation: 'videos.batchGetStats',
        cost: { bucket: 'batchStats', amount: 1 },
      },
      (call, channel) => {
        const parts = partsOf(call)
        const items = videos.visible(idsOf(call), channel).map((video) => statsResource(world, video, parts))
        return json(200, { kind: 'youtube#batchGetStatsResponse', etag: `stats-${items.length}`, items })
      },
    ),
    method(
      world,
      {
        ...read,
        path: '/youtube/v3/search',
        operation: 'search.list',
        cost: { bucket: 'searches', amount: 1 },
      },
      (call, channel) => {
        const parts = partsOf(call)
        const words = (call.query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
        const found = videos
          .searchable(channel, call.query.get('forMine') === 'true')
          .filter((video) => words.every((word) => textOf(video).includes(word)))
        return page(call, 'searchList', found, (video) => searchResult(video, parts))
      },
    ),
  ]
}

const textOf = ({ snippet }: Video): string => `${snippet.title} ${snippet.description ?? ''}`.toLowerCase()

function searchResult(video: Video, parts: string[]): Record<string, unknown> {
  const { channelId, channelTitle, snippet } = video
  const publishedAt = new Date(video.createdAtMs).toISOString()
  const { title, description = '' } = snippet
  const id = { kind: 'youtube#video', videoId: video.id }
  return withParts({ kind: 'youtube#searchResult', etag: `search-${video.id}`, id }, parts, {
    snippet: { publishedAt, channelId, channelTitle, title, description },
  })
}
