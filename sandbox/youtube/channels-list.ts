import type { Account } from '../kernel/accounts'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { missing, partsOf, SCOPES, withParts } from './access'
import { method } from './method'
import { wholeList } from './page'
import { uploadsPlaylist } from './playlists'
import type { Videos } from './videos'

/** `channels.list`, of one's own channel or of any by its id. */
export function channelsList(world: World, videos: Videos): Endpoint {
  const spec = { path: '/youtube/v3/channels', operation: 'channels.list', scopes: SCOPES.read, cost: { amount: 1 } }
  return method(world, { ...spec, verb: 'get' }, (call, own) => {
    const parts = partsOf(call)
    const ids = call.query.getAll('id').flatMap((list) => list.split(','))
    const isMine = call.query.get('mine') === 'true'
    if (!isMine && ids.length === 0) throw missing('mine or id')
    const channels = isMine ? [own] : ids.flatMap((id) => world.accounts.find('YOUTUBE', id) ?? [])
    return wholeList(
      'channelList',
      channels.map((channel) => channelResource(channel, parts, videos)),
    )
  })
}

function channelResource(channel: Account<'YOUTUBE'>, parts: string[], videos: Videos): Record<string, unknown> {
  const head = { kind: 'youtube#channel', etag: `channel-${channel.accountId}`, id: channel.accountId }
  return withParts(head, parts, {
    snippet: { title: channel.profile.channelTitle, customUrl: `@${channel.username}` },
    contentDetails: { relatedPlaylists: { likes: '', uploads: uploadsPlaylist(channel) } },
    statistics: { videoCount: String(videos.own(channel).length) },
  })
}
