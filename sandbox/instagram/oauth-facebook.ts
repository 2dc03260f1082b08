import type { Account, Holder, Token } from '../kernel/accounts'
import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { redeemCode } from '../kernel/codes'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { holderOf, pickFields, requireLive, requireVersion } from './access'
import { graphError, parameterError } from './errors'

/** Facebook Login's own calls on https://graph.facebook.com. Each Instagram account has a Facebook user and a Page here. */
export function facebookTokens(world: World): Endpoint[] {
  return [
    {
      method: 'get',
      path: '/:version/oauth/access_token',
      operations: ['oauth.token', 'oauth.exchange'],
      operationOf: ({ query }) => (query.has('fb_exchange_token') ? 'oauth.exchange' : 'oauth.token'),
      identify: (call) => world.accounts.byAccessToken('INSTAGRAM', exchanged(call))?.account,
      handle: (call) => accessToken(world, call),
    },
    {
      method: 'get',
      path: '/:version/me/accounts',
      operations: ['me.accounts'],
      handle: (call) => pages(world, call),
    },
  ]
}

const exchanged = ({ query }: Call): string | undefined => query.get('fb_exchange_token') ?? undefined

function accessToken(world: World, call: Call): Answer {
  requireVersion(call)
  const { query } = call
  if (!query.get('client_id') || !query.get('client_secret'))
    throw parameterError('client_id or client_secret is missing')
  const settings = settingsOf(world, 'INSTAGRAM')
  if (query.get('grant_type') === 'fb_exchange_token') {
    const { account } = requireLive(world, world.accounts.byAccessToken('INSTAGRAM', exchanged(call)))
    return tokenAnswer(world, account, settings.accessTokenSeconds)
  }
  const redemption = redeemCode(world, {
    platform: 'INSTAGRAM',
    login: 'Facebook',
    code: query.get('code') ?? '',
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    challenge: null,
  })
  if ('refused' in redemption) throw parameterError(REFUSALS[redemption.refused])
  const { account, scopes } = redemption
  world.accounts.letIn(account, scopes)
  account.profile.login = 'facebook'
  return tokenAnswer(world, account, settings.shortTokenSeconds)
}

const REFUSALS = {
  unknown: 'This authorization code has expired or has been used.',
  client: 'The code belongs to another app.',
  'redirect-uri': 'Error validating verification code. Please make sure your redirect_uri is identical.',
  verifier: 'Invalid code verifier.',
}

function tokenAnswer(world: World, account: Account<'INSTAGRAM'>, lifeSeconds: number): Answer {
  const { value } = world.accounts.issue(account, 'accessTokens', lifeSeconds)
  return json(200, { access_token: value, token_type: 'bearer', expires_in: lifeSeconds })
}

/** `GET /me/accounts`: the user's Pages with their tokens, which end with a short user token and never with a long one. */
async function pages(world: World, call: Call): Promise<Answer> {
  requireVersion(call)
  const holder = requireLive(world, await holderOf(world, call))
  const { account } = holder
  const { login, scopes } = account.profile
  if (login !== 'facebook') throw graphError('invalidToken')
  if (!scopes.includes('pages_show_list')) throw graphError('permissionMissing')
  const { accountId, username } = account
  const page = {
    id: `1${accountId}`,
    name: username,
    access_token: pageToken(world, holder).value,
    instagram_business_account: { id: accountId },
  }
  const { instagram_business_account: _, ...usual } = page
  return json(200, { data: [call.query.has('fields') ? pickFields(call, page) : usual] })
}

function pageToken(world: World, { account, token }: Holder<'INSTAGRAM'>): Token {
  const { shortTokenSeconds } = settingsOf(world, 'INSTAGRAM')
  const lifeMs = token.expiresAtMs === null ? null : token.expiresAtMs - token.issuedAtMs
  const isLong = lifeMs === null || lifeMs > shortTokenSeconds * 1000
  const endless = account.accessTokens.find(({ expiresAtMs }) => expiresAtMs === null)
  if (isLong) return endless ?? world.accounts.issue(account, 'accessTokens', null)
  return world.accounts.issue(account, 'accessTokens', (Number(token.expiresAtMs) - world.clock.nowMs()) / 1000)
}
