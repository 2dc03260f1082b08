import { PublishError } from '../domain/errors'
import type { Logins, PlatformLogin } from '../domain/ports/login'
import type { StoredTokens } from '../domain/ports/tokens'

/**
 * The login that gave a connection its tokens.
 * @throws PublishError `login-not-configured`: the tokens of one login mean nothing to another.
 */
export function loginOf(logins: Logins, { platform, login }: Pick<StoredTokens, 'platform' | 'login'>): PlatformLogin {
  const { own, facebook } = logins[platform]
  const found = login === 'facebook' ? facebook : own
  if (found) return found
  throw new PublishError({
    code: 'login-not-configured',
    category: 'configuration',
    message: 'The account was connected by a login that is not configured (any more).',
    remedy: 'Set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET, and restart.',
  })
}
