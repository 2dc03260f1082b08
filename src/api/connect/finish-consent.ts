import type { Logger } from 'pino'
import type { AttemptRow } from '../../database/connection-attempts'
import { userBeingErased } from '../../database/user-hold'
import { scopesMissing } from '../../domain/connection-health'
import { PublishError } from '../../domain/errors'
import { EVERYTHING } from '../../domain/reach'
import { ApiProblem } from '../problems'
import { inTime } from '../publish/best-effort'
import { chooseAccount } from './choose-account'
import { findLogin, oauthUrl } from './deps'
import type { ConnectDeps } from './deps'

/** What the platform sends the browser back with: a code, or the reason why there is none. */
export interface ConsentAnswer {
  code?: string | undefined
  error?: string | undefined
}

export interface Connected {
  connectionId: string
  platformUsername: string
  missingScopes: string[]
}

/**
 * Turns a consent into a connection. Only a whole one changes anything.
 * @param consentedAtMs when the callback came
 * @throws ApiProblem or PublishError
 */
export async function finishConsent(
  deps: ConnectDeps,
  { attempt, verifier }: { attempt: AttemptRow; verifier: string | null },
  answer: ConsentAnswer,
  consentedAtMs: number,
  log: Logger,
): Promise<Connected> {
  const { users, logins, consents, clock, connect } = deps
  const { userId, platform } = attempt
  const login = findLogin(logins, platform, attempt.login)
  if (!login) throw new ApiProblem('login-not-configured')
  const code = codeOf(answer)
  if ((await users.standing(userId, EVERYTHING)) !== 'active') throw userBeingErased()

  const redirectUri = oauthUrl(connect, platform, 'callback')
  const offered = await startingAnew(() => login.connect({ code, redirectUri, verifier }))
  const account = chooseAccount(platform, offered, attempt.platformUserId)
  const consent = { userId, platform, login: attempt.login, account, consentedAtMs, nowMs: clock.nowMs() }
  const stored = await consents.store(consent)
  // What was granted is not taken back: it may be what another connection, or the user's newer consent, lives on.
  if (stored.outcome !== 'connected') throw new ApiProblem(stored.outcome)

  const { connectionId, failedJobIds } = stored
  await tellJobs(deps, connectionId, failedJobIds, log)
  const missingScopes = scopesMissing(account.grant.scopes ?? [], login.scopes)
  log.info({ userId, platform, connectionId, missingScopes, failedJobs: failedJobIds.length }, 'account connected')
  return { connectionId, platformUsername: account.platformUsername, missingScopes }
}

function codeOf({ code, error }: ConsentAnswer): string {
  if (error === 'access_denied') throw new ApiProblem('access-denied')
  // Its text is whoever's called the callback: only what may be a code of OAuth's is repeated.
  if (error !== undefined && /^\w{1,64}$/.test(error))
    throw new ApiProblem('consent-failed', { detail: `The platform says ${error}.` })
  if (error !== undefined || code === undefined) throw new ApiProblem('consent-failed')
  return code
}

/** A code is good for one exchange: what would be tried again elsewhere is begun anew here. */
async function startingAnew<T>(exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange()
  } catch (error) {
    if (!(error instanceof PublishError) || error.problem.category === 'configuration') throw error
    // The one quota that a login takes from is YouTube's of the day.
    const when = error.problem.category === 'quota' ? ' after midnight Pacific Time' : ''
    const remedy = `Nothing was changed. Open a new link to connect the account${when}.`
    throw new PublishError({ ...error.problem, remedy }, { cause: error })
  }
}

/** The rows say already what is to be done, and the reconciler looks at those that wait. */
async function tellJobs({ owner, runs }: ConnectDeps, connectionId: string, failedJobIds: string[], log: Logger) {
  try {
    await inTime(() => Promise.all([owner.reconnected(connectionId), ...failedJobIds.map((jobId) => runs.wake(jobId))]))
  } catch (error) {
    log.warn({ connectionId, err: error }, 'the jobs of the account were not reached; the reconciler will')
  }
}
