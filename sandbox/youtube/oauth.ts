import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'

const SCOPE = 'https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly'

/** Stands for https://oauth2.googleapis.com. Errors are flat. */
export function googleOauth(world: World): PlatformHost {
  return {
    platform: 'YOUTUBE',
    prefix: '/google-oauth',
    identify: async (call) => (await holderOf(world, call))?.account,
    errorOf: (status) => oauthError(status, status < 500 ? 'invalid_request' : 'internal_failure', 'Try again later.'),
    endpoints: [
      { method: 'post', path: '/token', operations: ['oauth.token'], handle: (call) => refresh(world, call) },
    ],
  }
}

/** The refresh token stays: the answer carries none. */
async function refresh(world: World, call: Call): Promise<Answer> {
  const form = await call.form()
  if (!form.get('client_id') || !form.get('client_secret')) {
    return oauthError(401, 'invalid_client', 'The OAuth client was not found.')
  }
  if (form.get('grant_type') !== 'refresh_token') {
    return oauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type')}`)
  }
  const holder = await holderOf(world, call)
  if (!holder || !world.accounts.isLive(holder)) {
    return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.')
  }
  const { account } = holder
  const { accessTokenSeconds } = settingsOf(world, 'YOUTUBE')
  account.accessTokens = account.accessTokens.filter((token) => !world.accounts.isExpired(token))
  return json(200, {
    access_token: world.accounts.issue(account, 'accessTokens', accessTokenSeconds).value,
    expires_in: accessTokenSeconds,
    scope: SCOPE,
    token_type: 'Bearer',
  })
}

async function holderOf(world: World, call: Call) {
  return world.accounts.byRefreshToken('YOUTUBE', (await call.form()).get('refresh_token') ?? undefined)
}

function oauthError(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description })
}
