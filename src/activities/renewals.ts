import type { Clock } from '../domain/ports/clock'
import type { RoundReports } from '../domain/ports/rounds'
import type { TokenOwner, TokenStore } from '../domain/ports/tokens'
import { RENEW_SCHEDULE_ID } from '../domain/schedule-ids'
import { eachBeating } from './each-beating'

export interface RenewalDependencies {
  tokens: Pick<TokenStore, 'dueForRenewal' | 'unreleased'>
  owner: TokenOwner
  /** Ways to a platform's consent page that were begun and not ended in time. */
  consents: { forgetExpired(beforeMs: number): Promise<void> }
  reports: RoundReports
  clock: Clock
}

/** Of one round. With rounds every hour that is twelve thousand a day; each is due once in a month or more. */
const MOST = 500

const KEEP_CONSENTS_MS = 86_400_000

export function createRenewalActivities({ tokens, owner, consents, reports, clock }: RenewalDependencies) {
  return {
    /** Asks the owners of ageing tokens to renew them. What one of them cannot do is in its row, and no concern of the others. */
    async renewDueTokens(): Promise<void> {
      const startedAtMs = clock.nowMs()
      const due = await tokens.dueForRenewal(startedAtMs, MOST)
      await eachBeating(due, ({ connectionId, revision }) => owner.ensureFresh(connectionId, revision))
      const counts = { due: due.length }
      await reports.save({ name: RENEW_SCHEDULE_ID, startedAtMs, endedAtMs: clock.nowMs(), counts, findings: [] })
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

export type RenewalActivities = ReturnType<typeof createRenewalActivities>
