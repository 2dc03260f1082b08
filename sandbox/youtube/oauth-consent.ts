import type { Call } from '../kernel/call'
import { badRequest, consentEndpoints } from '../kernel/consent'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { errorOf } from './errors'

const CODE_SECONDS = 600

/** Stands for https://accounts.google.com. A Google account may own several channels: the user picks one of them. */
export function googleConsent(world: World): PlatformHost {
  return {
    platform: 'YOUTUBE',
    prefix: '/google-accounts',
    identify: () => undefined,
    errorOf,
    endpoints: consentEndpoints(world, {
      platform: 'YOUTUBE',
      login: 'Google',
      path: '/o/oauth2/v2/auth',
      clientIdName: 'client_id',
      scopeSeparator: ' ',
      label: ({ username, profile }) => `${profile.channelTitle} (@${username})`,
      read: (call) => ({ challenge: challengeOf(call), options: optionsOf(call) }),
      codeSeconds: CODE_SECONDS,
      shapeCode: (random) => `4/0${random}`,
      onAllow: (scopes) => ({ scope: scopes.join(' '), prompt: 'consent' }),
    }),
  }
}

function challengeOf({ query }: Call): string | null {
  const challenge = query.get('code_challenge')
  if (challenge === null || query.get('code_challenge_method') === 'S256') return challenge
  throw badRequest('invalid_request', 'code_challenge_method must be S256.')
}

/** What decides whether the token answer has a refresh token, and which scopes the grant has. */
function optionsOf({ query }: Call): Record<string, string> {
  const names = ['access_type', 'prompt', 'include_granted_scopes']
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? '']))
}
