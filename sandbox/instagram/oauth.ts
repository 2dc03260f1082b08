import { isAppSecret } from '../app'
import type { Account } from '../kernel/accounts'
import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { redeemCode } from '../kernel/codes'
import type { Endpoint, PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { holderOf, requireLive, requireScope } from './access'
import { graphError, parameterError } from './errors'

/** Stands for https://api.instagram.com, where a code becomes a token of an hour. */
export function instagramOauth(world: World): PlatformHost {
  const errorOf = (status: number) => oauthError(status, 'Try again later.')
  return {
    platform: 'INSTAGRAM',
    prefix: '/instagram-api',
    identify: () => undefined,
    errorOf,
    endpoints: [
      {
        method: 'post',
        path: '/oauth/access_token',
        operations: ['oauth.token'],
        handle: (call) => exchangeCode(world, call),
      },
    ],
  }
}

/** Token endpoints of https://graph.instagram.com. */
export function instagramTokens(world: World): Endpoint[] {
  return [
    {
      method: 'get',
      path: '/access_token',
      operations: ['oauth.exchange'],
      handle: (call) => lengthen(world, call),
    },
    {
      method: 'get',
      path: '/refresh_access_token',
      operations: ['oauth.token'],
      handle: (call) => refresh(world, call),
    },
  ]
}

async function exchangeCode(world: World, call: Call): Promise<Answer> {
  const form = await call.form()
  if (!form.get('client_id') || !form.get('client_secret')) return oauthError(400, 'Invalid platform app')
  if (!isAppSecret(world, 'INSTAGRAM', form.get('client_secret'))) return oauthError(400, 'Invalid Client Secret')
  if (form.get('grant_type') !== 'authorization_code') return oauthError(400, 'Invalid grant_type')
  const redemption = redeemCode(world, {
    platform: 'INSTAGRAM',
    login: 'Instagram',
    // What the redirect ends in is no part of the code: a client that leaves it on is refused.
    code: form.get('code') ?? '',
    clientId: form.get('client_id') ?? '',
    redirectUri: form.get('redirect_uri') ?? '',
    challenge: null,
  })
  if ('refused' in redemption) return oauthError(400, REFUSALS[redemption.refused])
  const { account, scopes } = redemption
  world.accounts.letIn(account, scopes)
  account.profile.login = 'instagram'
  const { shortTokenSeconds, codeAnswer } = settingsOf(world, 'INSTAGRAM')
  const token = {
    access_token: world.accounts.issue(account, 'accessTokens', shortTokenSeconds).value,
    user_id: account.accountId,
    permissions: scopes.join(','),
  }
  return json(200, codeAnswer === 'wrapped' ? { data: [token] } : token)
}

const REFUSALS = {
  unknown: 'Matching code was not found or was already used.',
  client: 'The code belongs to another app.',
  'redirect-uri': 'Error validating verification code. Please make sure your redirect_uri is identical.',
  verifier: 'Invalid code verifier.',
}

/** `ig_exchange_token`: 60 days instead of an hour. */
async function lengthen(world: World, call: Call): Promise<Answer> {
  if (call.query.get('grant_type') !== 'ig_exchange_token') throw parameterError('grant_type must be ig_exchange_token')
  if (!call.query.get('client_secret')) throw parameterError('client_secret is missing')
  if (!isAppSecret(world, 'INSTAGRAM', call.query.get('client_secret'))) throw graphError('wrongSecret')
  const { account } = requireLive(world, await holderOf(world, call))
  return json(200, longToken(world, account))
}

/** `ig_refresh_token`: a token that is a day old extends itself. The old value lives on until its own end. */
async function refresh(world: World, call: Call): Promise<Answer> {
  if (call.query.get('grant_type') !== 'ig_refresh_token') throw parameterError('grant_type must be ig_refresh_token')
  const { account, token } = requireLive(world, await holderOf(world, call))
  requireScope(account, 'basic')
  if (world.clock.nowMs() < token.issuedAtMs + settingsOf(world, 'INSTAGRAM').refreshAfterSeconds * 1000) {
    throw parameterError('The access token must be at least 24 hours old to be refreshed')
  }
  return json(200, { ...longToken(world, account), permissions: account.profile.scopes.join(',') })
}

function longToken(world: World, account: Account<'INSTAGRAM'>) {
  const { accessTokenSeconds } = settingsOf(world, 'INSTAGRAM')
  world.accounts.dropExpired(account, 'accessTokens')
  return {
    access_token: world.accounts.issue(account, 'accessTokens', accessTokenSeconds).value,
    token_type: 'bearer',
    expires_in: accessTokenSeconds,
  }
}

/** api.instagram.com does not speak the Graph API's envelope. */
const oauthError = (status: number, message: string): Answer =>
  json(status, { error_type: 'OAuthException', code: status, error_message: message })
