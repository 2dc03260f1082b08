import { createHash } from 'node:crypto'
import { isAppSecret } from '../app'
import type { Account } from '../kernel/accounts'
import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { redeemCode } from '../kernel/codes'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { oauthAnswers, type OauthAnswers } from './oauth-answers'
import { announce } from './webhooks'

type Handle = (world: World, form: URLSearchParams, answers: OauthAnswers) => Answer

/** `/v2/oauth/token/` and `/v2/oauth/revoke/`, by form, flat. */
export function oauthEndpoints(world: World): Endpoint[] {
  const answers = oauthAnswers(() => settingsOf(world, 'TIKTOK'))
  const endpoint = (name: 'token' | 'revoke', handle: Handle): Endpoint => ({
    method: 'post',
    path: `/v2/oauth/${name}/`,
    operations: [`oauth.${name}`],
    identify: async (call) => accountOf(world, await call.form()),
    errorOf: answers.errorOf,
    handle: async (call: Call) => {
      const form = await call.form()
      if (!form.get('client_key') || !isAppSecret(world, 'TIKTOK', form.get('client_secret'))) {
        return answers.failure(401, 'invalid_client', 'Client key or client secret is missing or wrong.')
      }
      return handle(world, form, answers)
    },
  })
  return [endpoint('token', token), endpoint('revoke', revoke)]
}

const accountOf = (world: World, form: URLSearchParams): Account<'TIKTOK'> | undefined =>
  (
    world.accounts.byRefreshToken('TIKTOK', form.get('refresh_token') ?? undefined) ??
    world.accounts.byAccessToken('TIKTOK', form.get('token') ?? undefined)
  )?.account

const token: Handle = (world, form, answers) => {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchange(world, form, answers)
    case 'refresh_token':
      return refresh(world, form, answers)
    default:
      return answers.failure(400, 'unsupported_grant_type', 'The grant type is not supported.')
  }
}

function exchange(world: World, form: URLSearchParams, { success, failure }: OauthAnswers): Answer {
  const verifier = form.get('code_verifier')
  const redemption = redeemCode(world, {
    platform: 'TIKTOK',
    login: 'TikTok',
    code: form.get('code') ?? '',
    clientId: form.get('client_key') ?? '',
    redirectUri: form.get('redirect_uri') ?? '',
    // TikTok's own way of PKCE: the hash in hex, where everybody else writes it in base64url.
    challenge: verifier && createHash('sha256').update(verifier).digest('hex'),
  })
  if ('refused' in redemption) {
    const wrong = { unknown: 'Code', client: 'Client key', 'redirect-uri': 'Redirect URI', verifier: 'Code verifier' }
    return failure(400, 'invalid_grant', `${wrong[redemption.refused]} is invalid or expired.`)
  }
  const { account, scopes } = redemption
  world.accounts.letIn(account, scopes)
  return success(tokens(world, account))
}

/** The refresh token rotates, and the old one is dead at once. */
function refresh(world: World, form: URLSearchParams, { success, failure }: OauthAnswers): Answer {
  const holder = world.accounts.byRefreshToken('TIKTOK', form.get('refresh_token') ?? undefined)
  if (!holder || !world.accounts.isLive(holder)) {
    return failure(400, 'invalid_grant', 'Refresh token is invalid or expired.')
  }
  const { account } = holder
  account.refreshTokens = account.refreshTokens.filter((candidate) => candidate !== holder.token)
  world.accounts.dropExpired(account, 'accessTokens')
  return success(tokens(world, account))
}

function tokens(world: World, account: Account<'TIKTOK'>): Record<string, unknown> {
  const { accessTokenSeconds, refreshTokenSeconds } = settingsOf(world, 'TIKTOK')
  return {
    access_token: world.accounts.issue(account, 'accessTokens', accessTokenSeconds).value,
    expires_in: accessTokenSeconds,
    refresh_token: world.accounts.issue(account, 'refreshTokens', refreshTokenSeconds).value,
    refresh_expires_in: refreshTokenSeconds,
    open_id: account.accountId,
    scope: account.profile.scopes.join(','),
    token_type: 'Bearer',
  }
}

/** Ends the grant that `token`, an access token, belongs to: every token of the account is dead. */
const revoke: Handle = (world, form, { done, failure }) => {
  const holder = world.accounts.byAccessToken('TIKTOK', form.get('token') ?? undefined)
  if (!holder || !world.accounts.isLive(holder)) return failure(400, 'invalid_request', 'The token is invalid.')
  holder.account.profile.revoked = true
  announce(world, holder.account.accountId, 'authorization.removed', { reason: REVOKED_BY_APP })
  return done()
}

/** The reason that TikTok gives where it was neither the user nor TikTok. */
const REVOKED_BY_APP = 5
