import type { Logger } from 'pino'
import type { AttemptRow } from '../../database/connection-attempts'
import { PLATFORM_NAMES } from '../../domain/platform'
import { PAGE_HEADERS, PRIVATE_HEADERS, toPage } from '../pages'
import { toProblemDetails } from '../problems'
import type { ProblemDetails } from '../problems'
import { recognize } from '../refuse'
import type { Reply } from '../route'
import type { ConnectDeps } from './deps'
import { finishConsent } from './finish-consent'
import type { Connected, ConsentAnswer } from './finish-consent'
import { proveAttempt } from './prove-attempt'
import type { CallbackProof } from './prove-attempt'

/**
 * Answers a callback: to the address that the link was made for, or where it was made for none, by a page of our own. A
 * callback that proves nothing leads nowhere.
 * @throws ApiProblem or PublishError, for whoever has no address to be sent to
 */
export async function endConsent(
  deps: ConnectDeps,
  proof: CallbackProof,
  answer: ConsentAnswer,
  log: Logger,
): Promise<Reply<never>> {
  const nowMs = deps.clock.nowMs()
  const proven = await proveAttempt(deps.attempts, proof, nowMs)
  const { attempt } = proven
  try {
    const connected = await finishConsent(deps, proven, answer, nowMs, log)
    await settle(deps, attempt, 'connected', log)
    return attempt.returnTo === null ? ownPage(attempt, connected) : sendTo(attempt.returnTo, toQuery(connected))
  } catch (error) {
    const problem = toProblemDetails(recognize(error), '')
    await settle(deps, attempt, problem.code, log)
    if (attempt.returnTo === null) throw error
    const end = { userId: attempt.userId, platform: attempt.platform, code: problem.code }
    if (problem.status < 500) log.info(end, 'no account was connected')
    else log.error({ ...end, err: error }, 'connecting an account failed')
    return sendTo(attempt.returnTo, refusalQuery(problem))
  }
}

/** For whoever looks into what has become of a link; not worth failing for. */
async function settle({ attempts }: ConnectDeps, { id }: AttemptRow, outcome: string, log: Logger): Promise<void> {
  try {
    await attempts.settle(id, outcome)
  } catch (error) {
    log.warn({ outcome, err: error }, 'the outcome of a connection attempt was not kept')
  }
}

function sendTo(returnTo: string, query: Record<string, string>): Reply<never> {
  const address = new URL(returnTo)
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  return { status: 303, headers: { ...PRIVATE_HEADERS, Location: address.href } }
}

const toQuery = ({ connectionId, missingScopes }: Connected) => ({
  status: 'connected',
  connectionId,
  ...(missingScopes.length > 0 && { missing: missingScopes.join(' ') }),
})

/** `refused`: somebody said no. `failed`: something broke, and another try may do. */
const refusalQuery = ({ status, code, accounts }: ProblemDetails) => ({
  status: status < 500 ? 'refused' : 'failed',
  code,
  ...(accounts !== undefined && { accounts: JSON.stringify(accounts) }),
})

function ownPage({ platform }: AttemptRow, { platformUsername, missingScopes }: Connected): Reply<never> {
  const name = PLATFORM_NAMES[platform]
  const paragraphs =
    missingScopes.length === 0
      ? [`${platformUsername} may be published to from now on. You can close this page.`]
      : [
          `${platformUsername} is connected, but cannot be published to yet: ${missingScopes.join(', ')} was not granted.`,
          'Ask for a new link, and grant every permission that is asked for.',
        ]
  return {
    status: 200,
    headers: PAGE_HEADERS,
    html: toPage({ title: `Your ${name} account is connected`, paragraphs }),
  }
}
