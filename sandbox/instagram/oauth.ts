import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { holderOf, requireLive } from './access'
import { parameterError } from './errors'

/**
 * `GET /refresh_access_token`: the access token, a day old or older, extends itself. The answer carries a new value;
 * the old one lives on until its own end.
 */
export function refreshAccessToken(world: World): Endpoint {
  return {
    method: 'get',
    path: '/refresh_access_token',
    operations: ['oauth.token'],
    handle: (call) => refresh(world, call),
  }
}

async function refresh(world: World, call: Call): Promise<Answer> {
  if (call.query.get('grant_type') !== 'ig_refresh_token') throw parameterError('grant_type must be ig_refresh_token')
  const { account, token } = requireLive(world, await holderOf(world, call))
  const { accessTokenSeconds, refreshAfterSeconds } = settingsOf(world, 'INSTAGRAM')
  if (world.clock.nowMs() < token.issuedAtMs + refreshAfterSeconds * 1000) {
    throw parameterError('The access token must be at least 24 hours old to be refreshed')
  }
  account.accessTokens = account.accessTokens.filter((candidate) => !world.accounts.isExpired(candidate))
  return json(200, {
    access_token: world.accounts.issue(account, 'accessTokens', accessTokenSeconds).value,
    token_type: 'bearer',
    expires_in: accessTokenSeconds,
    permissions: 'instagram_business_basic,instagram_business_content_publish,instagram_business_manage_insights',
  })
}
