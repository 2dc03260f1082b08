import { createHash } from 'node:crypto'
import { isAppSecret } from '../app'
import type { Account, Holder } from '../kernel/accounts'
import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { redeemCode } from '../kernel/codes'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'

const TESTING_SECONDS = 7 * 86_400

/** More than these of one account are not alive: the oldest is dropped without a word. */
const MAX_REFRESH_TOKENS = 100

/** Stands for https://oauth2.googleapis.com. Errors are flat. */
export function googleOauth(world: World): PlatformHost {
  return {
    platform: 'YOUTUBE',
    prefix: '/google-oauth',
    identify: async (call) => (await holderOf(world, call))?.account,
    errorOf: (status) => oauthError(status, status < 500 ? 'invalid_request' : 'internal_failure', 'Try again later.'),
    endpoints: [
      { method: 'post', path: '/token', operations: ['oauth.token'], handle: (call) => token(world, call) },
      { method: 'post', path: '/revoke', operations: ['oauth.revoke'], handle: (call) => revoke(world, call) },
    ],
  }
}

async function token(world: World, call: Call): Promise<Answer> {
  const form = await call.form()
  if (!form.get('client_id') || !isAppSecret(world, 'YOUTUBE', form.get('client_secret'))) {
    return oauthError(401, 'invalid_client', 'The OAuth client was not found.')
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchange(world, form)
    case 'refresh_token':
      return refresh(world, await holderOf(world, call))
    default:
      return oauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type')}`)
  }
}

function exchange(world: World, form: URLSearchParams): Answer {
  const verifier = form.get('code_verifier')
  const redemption = redeemCode(world, {
    platform: 'YOUTUBE',
    login: 'Google',
    code: form.get('code') ?? '',
    clientId: form.get('client_id') ?? '',
    redirectUri: form.get('redirect_uri') ?? '',
    challenge: verifier && createHash('sha256').update(verifier).digest('base64url'),
  })
  if ('refused' in redemption) return REFUSALS[redemption.refused]
  const { account, scopes, options } = redemption
  const { revoked, scopes: earlier } = account.profile
  const isFirst = revoked || account.refreshTokens.every((candidate) => world.accounts.isExpired(candidate))
  const kept = options.include_granted_scopes === 'true' && !isFirst ? earlier : []
  world.accounts.letIn(account, [...new Set([...kept, ...scopes])])
  const hasRefreshToken =
    options.access_type === 'offline' && (isFirst || options.prompt?.split(' ').includes('consent') === true)
  return json(200, { ...accessToken(world, account), ...(hasRefreshToken ? refreshToken(world, account) : {}) })
}

/** The refresh token stays: the answer carries none. */
function refresh(world: World, holder: Holder<'YOUTUBE'> | undefined): Answer {
  if (!holder || !world.accounts.isLive(holder)) {
    return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.')
  }
  const { refreshTokenSeconds, consentScreen } = settingsOf(world, 'YOUTUBE')
  const { account, token: used } = holder
  if (consentScreen === 'production') used.expiresAtMs = world.clock.nowMs() + refreshTokenSeconds * 1000
  world.accounts.dropExpired(account, 'accessTokens')
  return json(200, accessToken(world, account))
}

function accessToken(world: World, account: Account<'YOUTUBE'>) {
  const { accessTokenSeconds } = settingsOf(world, 'YOUTUBE')
  return {
    access_token: world.accounts.issue(account, 'accessTokens', accessTokenSeconds).value,
    expires_in: accessTokenSeconds,
    scope: account.profile.scopes.join(' '),
    token_type: 'Bearer',
  }
}

function refreshToken(world: World, account: Account<'YOUTUBE'>) {
  const { refreshTokenSeconds, consentScreen } = settingsOf(world, 'YOUTUBE')
  const isTesting = consentScreen === 'testing'
  world.accounts.dropExpired(account, 'refreshTokens')
  const { value } = world.accounts.issue(account, 'refreshTokens', isTesting ? TESTING_SECONDS : refreshTokenSeconds)
  account.refreshTokens = account.refreshTokens.slice(-MAX_REFRESH_TOKENS)
  return { refresh_token: value, ...(isTesting ? { refresh_token_expires_in: TESTING_SECONDS } : {}) }
}

/** Takes an access or a refresh token and ends the whole grant of its account. */
async function revoke(world: World, call: Call): Promise<Answer> {
  const holder = await holderOf(world, call)
  if (!holder || !world.accounts.isLive(holder)) return oauthError(400, 'invalid_token', 'Token expired or revoked')
  holder.account.profile.revoked = true
  return json(200, {})
}

/** By `refresh_token`, or by the `token` to be revoked, in the form or the query. */
async function holderOf(world: World, call: Call): Promise<Holder<'YOUTUBE'> | undefined> {
  const form = await call.form()
  const value = form.get('refresh_token') ?? form.get('token') ?? call.query.get('token') ?? undefined
  return world.accounts.byRefreshToken('YOUTUBE', value) ?? world.accounts.byAccessToken('YOUTUBE', value)
}

function oauthError(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description })
}

const REFUSALS = {
  unknown: oauthError(400, 'invalid_grant', 'Malformed auth code.'),
  client: oauthError(401, 'unauthorized_client', 'Unauthorized'),
  'redirect-uri': oauthError(400, 'redirect_uri_mismatch', 'Bad Request'),
  verifier: oauthError(400, 'invalid_grant', 'Invalid code verifier.'),
}
