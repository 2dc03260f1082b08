import { z } from 'zod'
import { ControlError, parse } from '../control/input'
import type { Call } from '../kernel/call'
import { badRequest, consentEndpoints } from '../kernel/consent'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { errorOf } from './envelope'
import { announce } from './webhooks'

const CODE_SECONDS = 600

const removal = z.strictObject({ accountId: z.string() })

/** The reason that TikTok gives where the user has removed the app. */
const REMOVED_BY_USER = 1

/** Stands for https://www.tiktok.com: `/v2/auth/authorize/`, with `client_key` and scopes between commas. */
export function tiktokConsent(world: World): PlatformHost {
  return {
    platform: 'TIKTOK',
    prefix: '/tiktok-www',
    identify: () => undefined,
    errorOf,
    endpoints: consentEndpoints(world, {
      platform: 'TIKTOK',
      login: 'TikTok',
      path: '/v2/auth/authorize/',
      clientIdName: 'client_key',
      scopeSeparator: ',',
      label: ({ username }) => `@${username}`,
      read: (call) => ({ challenge: challengeOf(call) }),
      codeSeconds: CODE_SECONDS,
      // `!` arrives encoded in the redirect, and only the decoded code is good.
      shapeCode: (random) => `${random}*0!5713.va`,
      onAllow: (scopes) => ({ scopes: scopes.join(',') }),
      onDeny: { error_description: 'The user denied the request.' },
    }),
    actions: { 'remove-app': (input) => removeApp(world, parse(removal, input).accountId) },
  }
}

/** As `revoke`, by the user in TikTok's settings. */
function removeApp(world: World, accountId: string): void {
  const account = world.accounts.find('TIKTOK', accountId)
  if (!account) throw new ControlError(404, `TIKTOK has no account ${accountId}`)
  account.profile.revoked = true
  announce(world, accountId, 'authorization.removed', { reason: REMOVED_BY_USER })
}

function challengeOf({ query }: Call): string | null {
  const challenge = query.get('code_challenge')
  if (challenge === null || query.get('code_challenge_method') === 'S256') return challenge
  throw badRequest('code_challenge_method', 'code_challenge_method must be S256.')
}
