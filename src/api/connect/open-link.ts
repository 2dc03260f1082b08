import type { z } from 'zod'
import type { Caller } from '../../database/api-keys'
import type { Platform } from '../../domain/platform'
import type { Reach } from '../../domain/reach'
import { isReturnAllowed } from '../../domain/return-address'
import { hashSecret, newSecret } from '../../security/secrets'
import { checkUser } from '../check-user'
import { ApiProblem } from '../problems'
import type { FieldError } from '../problems'
import type { authorizeBody } from '../schemas/connection'
import { findLogin, oauthUrl } from './deps'
import type { ConnectDeps } from './deps'

type Wish = z.output<typeof authorizeBody>

/**
 * Makes the link by which one browser can connect one account of the user's. It is as good as a key, for a short time.
 * @param violations what is known to be wrong with the wish already
 * @throws ApiProblem `validation-failed` with every violation
 */
export async function openLink(
  deps: ConnectDeps,
  platform: Platform,
  wish: Wish,
  { principal, reach }: Caller,
  violations: FieldError[],
): Promise<{ url: string; expiresAt: Date }> {
  const errors = [...violations, ...(await violationsOf(deps, platform, wish, reach))]
  if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
  const link = newSecret()
  const { userId, returnTo, login, platformUserId } = wish
  const expiresAt = new Date(deps.clock.nowMs() + deps.connect.timeoutMs)
  const linkHash = hashSecret(link)
  await deps.attempts.open({ userId, platform, login, principal, returnTo, platformUserId, linkHash, expiresAt })
  return { url: `${oauthUrl(deps.connect, platform, 'start')}?link=${link}`, expiresAt }
}

async function violationsOf(deps: ConnectDeps, platform: Platform, wish: Wish, reach: Reach): Promise<FieldError[]> {
  const { userId, returnTo, login } = wish
  const errors: FieldError[] = checkUser(await deps.users.standing(userId, reach))
  const add = (pointer: string, code: string, message: string) => errors.push({ pointer, code, message })

  if (returnTo !== null && !isReturnAllowed(returnTo, deps.connect.returnUrls))
    add('/returnTo', 'return-address-not-allowed', 'Is not covered by an entry of CONNECT_RETURN_URLS')
  if (login !== null && platform !== 'INSTAGRAM')
    add('/login', 'login-of-another-platform', 'Is a login of Instagram accounts only')
  else if (!findLogin(deps.logins, platform, login))
    add('/login', 'login-not-configured', 'Needs FACEBOOK_APP_ID and FACEBOOK_APP_SECRET to be set')
  return errors
}
