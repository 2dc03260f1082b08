import { log } from '@temporalio/activity'
import type { Clock } from '../domain/ports/clock'
import type { TokenOwner, TokenStore } from '../domain/ports/tokens'
import { beating } from './beat'

export interface RenewalDependencies {
  tokens: Pick<TokenStore, 'dueForRenewal' | 'unreleased'>
  owner: TokenOwner
  /** Ways to a platform's consent page that were begun and not ended in time. */
  consents: { forgetExpired(beforeMs: number): Promise<void> }
  clock: Clock
}

/** Of one round. With rounds every hour that is twelve thousand a day; each is due once in a month or more. */
const MOST = 500

/** An owner asks a platform for seconds at most, and for minutes where the platform is down. */
const AT_ONCE = 10

/** Well within the heartbeat timeout of the workflow. */
const BEAT_MS = 5_000

const KEEP_CONSENTS_MS = 86_400_000

export function createRenewalActivities({ tokens, owner, consents, clock }: RenewalDependencies) {
  return {
    /** Asks the owners of ageing tokens to renew them. What one of them cannot do is in its row, and no concern of the others. */
    async renewDueTokens(): Promise<void> {
      await eachBeating(await tokens.dueForRenewal(clock.nowMs(), MOST), ({ connectionId, revision }) =>
        owner.ensureFresh(connectionId, revision),
      )
    },

    /** Ends the grants that could not be ended at their platform when their users disconnected. */
    async endOpenGrants(): Promise<void> {
      await eachBeating(await tokens.unreleased(MOST), (connectionId) => owner.endGrant(connectionId))
    },

    async forgetConsents(): Promise<void> {
      await consents.forgetExpired(clock.nowMs() - KEEP_CONSENTS_MS)
    },
  }
}

/** A few at once. Whoever does it next after a worker's death begins with what is still due. */
function eachBeating<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = items.values()
  return beating(BEAT_MS, async (_report, signal) => {
    const lane = async () => {
      for (const item of left) {
        signal.throwIfAborted()
        await work(item).catch((error: unknown) => void log.warn('an account could not be tended', { error }))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  })
}

export type RenewalActivities = ReturnType<typeof createRenewalActivities>
