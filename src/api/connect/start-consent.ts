import type { Platform } from '../../domain/platform'
import { hashSecret, isSecretOf, newSecret } from '../../security/secrets'
import { PRIVATE_HEADERS } from '../pages'
import { ApiProblem } from '../problems'
import type { Reply } from '../route'
import { browserCookie } from './browser-cookie'
import { findLogin, oauthUrl } from './deps'
import type { ConnectDeps } from './deps'

/**
 * Binds the browser that opens a link first, and sends it to the platform's consent page with a state and a verifier of
 * this one visit: opening the link again in that browser begins anew, and what came before is void.
 * @param browser the secret of the browser's cookie
 * @throws ApiProblem
 */
export async function startConsent(
  deps: ConnectDeps,
  platform: Platform,
  link: string,
  browser: string | undefined,
): Promise<Reply<never>> {
  const { attempts, logins, clock, connect } = deps
  const nowMs = clock.nowMs()
  const attempt = await attempts.byLink(hashSecret(link))
  if (attempt?.platform !== platform) throw new ApiProblem('connect-link-invalid')
  if (attempt.browserHash !== null && !(browser && isSecretOf(attempt.browserHash, browser)))
    throw new ApiProblem('oauth-browser-mismatch')
  if (attempt.usedAt) throw new ApiProblem('connect-link-used')
  if (attempt.expiresAt.getTime() <= nowMs) throw new ApiProblem('connect-link-expired')
  const login = findLogin(logins, platform, attempt.login)
  if (!login) throw new ApiProblem('login-not-configured')

  // A browser keeps its secret, so that it can be on the way with two links at once.
  const secret = browser ?? newSecret()
  const state = newSecret()
  const verifier = login.takesPkce ? newSecret() : null
  const start = { browserHash: hashSecret(secret), stateHash: hashSecret(state), verifier }
  if (!(await attempts.start(attempt, start))) throw new ApiProblem('oauth-browser-mismatch')

  return {
    status: 302,
    headers: {
      ...PRIVATE_HEADERS,
      Location: login.consentUrl({ state, redirectUri: oauthUrl(connect, platform, 'callback'), verifier }),
      'Set-Cookie': browserCookie(connect, platform, secret, attempt.expiresAt.getTime() - nowMs),
    },
  }
}
