import type { AttemptRow, ConnectionAttempts } from '../../database/connection-attempts'
import type { Platform } from '../../domain/platform'
import { hashSecret, isSecretOf } from '../../security/secrets'
import { ApiProblem } from '../problems'

/** What came with a callback to prove that it belongs to a visit that began here. */
export interface CallbackProof {
  platform: Platform
  state: string | undefined
  /** The secret of the browser's cookie. */
  browser: string | undefined
}

/**
 * Finds the attempt that a callback belongs to and uses it up, before anything else is done with the callback.
 * @throws ApiProblem `oauth-…`: nothing was used up, and there is no address that the browser could be trusted with
 */
export async function proveAttempt(
  attempts: ConnectionAttempts,
  { platform, state, browser }: CallbackProof,
  nowMs: number,
): Promise<{ attempt: AttemptRow; verifier: string | null }> {
  const attempt = state === undefined ? null : await attempts.byState(hashSecret(state))
  if (state === undefined || !attempt?.stateHash || !isSecretOf(attempt.stateHash, state))
    throw new ApiProblem('oauth-state-invalid')
  if (attempt.platform !== platform) throw new ApiProblem('oauth-state-invalid')
  if (!attempt.browserHash || !browser || !isSecretOf(attempt.browserHash, browser))
    throw new ApiProblem('oauth-browser-mismatch')
  if (attempt.usedAt) throw new ApiProblem('oauth-state-used')
  if (attempt.expiresAt.getTime() <= nowMs) throw new ApiProblem('oauth-state-expired')
  const used = await attempts.use(attempt, new Date(nowMs))
  if (!used) throw new ApiProblem('oauth-state-used')
  return { attempt, ...used }
}
