import { isAppSecret } from '../app'
import type { Account, Token } from '../kernel/accounts'
import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { redeemCode } from '../kernel/codes'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { pickFields, requireLive, requireVersion } from './access'
import { graphError, parameterError } from './errors'
import { facebookHolder, facebookReads } from './facebook-reads'
import { pageId, sameUser } from './facebook-users'

/** Facebook Login's own calls on https://graph.facebook.com. Each Instagram account has a Page here, and a Facebook user, which it may share. */
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
    ...facebookReads(world),
  ]
}

const exchanged = ({ query }: Call): string | undefined => query.get('fb_exchange_token') ?? undefined

function accessToken(world: World, call: Call): Answer {
  requireVersion(call)
  const { query } = call
  if (!query.get('client_id') || !query.get('client_secret'))
    throw parameterError('client_id or client_secret is missing')
  if (!isAppSecret(world, 'INSTAGRAM', query.get('client_secret'))) throw graphError('wrongSecret')
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
  if ('refused' in redemption) throw graphError(REFUSALS[redemption.refused])
  const { account, scopes } = redemption
  for (const one of sameUser(world, account)) {
    world.accounts.letIn(one, scopes)
    one.profile.login = 'facebook'
  }
  return tokenAnswer(world, account, settings.shortTokenSeconds)
}

const REFUSALS = {
  unknown: 'codeUsed',
  client: 'codeUsed',
  'redirect-uri': 'otherRedirect',
  verifier: 'codeUsed',
} as const

function tokenAnswer(world: World, account: Account<'INSTAGRAM'>, lifeSeconds: number): Answer {
  const { value } = world.accounts.issue(account, 'accessTokens', lifeSeconds)
  return json(200, { access_token: value, token_type: 'bearer', expires_in: lifeSeconds })
}

/** `GET /me/accounts`: the user's Pages with their tokens, which end with a short user token and never with a long one. */
async function pages(world: World, call: Call): Promise<Answer> {
  const holder = await facebookHolder(world, call)
  if (!holder.account.profile.scopes.includes('pages_show_list')) throw graphError('permissionMissing')
  const all = sameUser(world, holder.account).map((account) => {
    const { accountId, username } = account
    const page = { id: pageId(account), name: username, access_token: pageToken(world, account, holder.token).value }
    if (!call.query.has('fields')) return page
    return pickFields(call, { ...page, instagram_business_account: { id: accountId, username } })
  })
  return json(200, { data: all })
}

function pageToken(world: World, account: Account<'INSTAGRAM'>, ofUser: Token): Token {
  const { shortTokenSeconds } = settingsOf(world, 'INSTAGRAM')
  const lifeMs = ofUser.expiresAtMs === null ? null : ofUser.expiresAtMs - ofUser.issuedAtMs
  const isLong = lifeMs === null || lifeMs > shortTokenSeconds * 1000
  const endless = account.accessTokens.find(({ expiresAtMs, isPageToken }) => isPageToken && expiresAtMs === null)
  if (isLong && endless) return endless
  const leftSeconds = isLong ? null : (Number(ofUser.expiresAtMs) - world.clock.nowMs()) / 1000
  return Object.assign(world.accounts.issue(account, 'accessTokens', leftSeconds), { isPageToken: true as const })
}
