import { createHash } from 'node:crypto'
import type { Account } from '../kernel/accounts'
import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit, scopeMissing, type Scope } from './access'
import { failure, success } from './envelope'
import type { Videos } from './videos'

interface Field {
  scope: Scope
  of: (account: Account<'TIKTOK'>, videos: Videos) => unknown
}

/** What `fields=` may ask of the user, and what the user must have granted for it. */
const FIELDS: Record<string, Field> = {
  open_id: { scope: 'user.info.basic', of: ({ accountId }) => accountId },
  union_id: { scope: 'user.info.basic', of: ({ accountId }) => unionId(accountId) },
  display_name: { scope: 'user.info.basic', of: ({ profile }) => profile.nickname },
  avatar_url: {
    scope: 'user.info.basic',
    of: ({ username }) => `https://p16.tiktokcdn.example/avatar/${encodeURIComponent(username)}.jpeg`,
  },
  username: { scope: 'user.info.profile', of: ({ username }) => username },
  profile_deep_link: {
    scope: 'user.info.profile',
    of: ({ username }) => `https://www.tiktok.com/@${encodeURIComponent(username)}`,
  },
  is_verified: { scope: 'user.info.profile', of: () => false },
  video_count: { scope: 'user.info.stats', of: (account, videos) => videos.visibleOf(account).length },
}

const unionId = (accountId: string): string => createHash('sha256').update(`union/${accountId}`).digest('base64url')

/** `GET /v2/user/info/?fields=`. */
export function userInfo(world: World, videos: Videos): Endpoint {
  return {
    method: 'get',
    path: '/v2/user/info/',
    operations: ['user.info'],
    readOnly: true,
    handle: (call) => info(world, videos, call),
  }
}

function info(world: World, videos: Videos, call: Call): Answer {
  const asked = (call.query.get('fields') ?? '').split(',').filter(Boolean)
  const scopes = asked.flatMap((name) => FIELDS[name]?.scope ?? [])
  if (asked.length === 0 || scopes.length < asked.length) {
    return failure(400, 'invalid_params', `fields must be among ${Object.keys(FIELDS).join(',')}`)
  }
  const account = admit(world, call, { name: 'user.info', perMinute: 600, scopes })
  const missing = scopes.filter((scope) => !account.profile.scopes.includes(scope))
  if (missing.length > 0) throw scopeMissing(missing)
  return success({ user: Object.fromEntries(asked.map((name) => [name, FIELDS[name]?.of(account, videos)])) })
}
