import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { oauthFailure } from './envelope'

const SCOPE = 'user.info.basic,video.list,video.publish,video.upload'

/** `POST /v2/oauth/token/`: the refresh token rotates, and the old one is dead at once. */
export function oauthToken(world: World): Endpoint {
  return {
    method: 'post',
    path: '/v2/oauth/token/',
    operations: ['oauth.token'],
    identify: async (call) =>
      world.accounts.byRefreshToken('TIKTOK', (await call.form()).get('refresh_token') ?? undefined)?.account,
    errorOf: (status) => oauthFailure(status, status < 500 ? 'invalid_request' : 'internal_error', 'Try again later.'),
    handle: (call) => refresh(world, call),
  }
}

async function refresh(world: World, call: Call): Promise<Answer> {
  const form = await call.form()
  if (!form.get('client_key') || !form.get('client_secret')) {
    return oauthFailure(401, 'invalid_client', 'Client key or client secret is missing.')
  }
  if (form.get('grant_type') !== 'refresh_token') {
    return oauthFailure(400, 'unsupported_grant_type', 'The grant type is not supported.')
  }
  const holder = world.accounts.byRefreshToken('TIKTOK', form.get('refresh_token') ?? undefined)
  if (!holder || !world.accounts.isLive(holder)) {
    return oauthFailure(400, 'invalid_grant', 'Refresh token is invalid or expired.')
  }
  const { account } = holder
  const { accessTokenSeconds, refreshTokenSeconds } = settingsOf(world, 'TIKTOK')
  account.refreshTokens = []
  account.accessTokens = account.accessTokens.filter((token) => !world.accounts.isExpired(token))
  return json(200, {
    access_token: world.accounts.issue(account, 'accessTokens', accessTokenSeconds).value,
    expires_in: accessTokenSeconds,
    refresh_token: world.accounts.issue(account, 'refreshTokens', refreshTokenSeconds).value,
    refresh_expires_in: refreshTokenSeconds,
    open_id: account.accountId,
    scope: SCOPE,
    token_type: 'Bearer',
  })
}
