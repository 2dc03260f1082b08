import { setTimeout as pause } from 'node:timers/promises'
import { log } from '@temporalio/activity'
import { PublishError } from '../domain/errors'
import type { TokenRevision } from '../domain/ports/tokens'
import { isAuthError, refusalOf } from '../domain/refusal'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'
import { loginOf } from './login-of'

/** Well within the heartbeat timeout of the connection's owner. */
const BEAT_MS = 5_000

const AGAIN_MS = { first: 100, most: 2_000 }

/** An earlier attempt got a new pair for this one and died before it was stored. */
const ANSWER_LOST = 'refresh-answer-lost'

type Needs = Pick<PublishDependencies, 'tokens' | 'logins' | 'clock'>

/** The steps of a connection's owner that touch its tokens. They take and give ids and revisions only. */
export function createTokenActivities({ tokens, logins, clock }: Needs) {
  /** Only if no sibling has stored a newer pair, for which the old one was used up. */
  async function refuse(of: TokenRevision, { problem }: PublishError, isAnswerAwaited: boolean): Promise<void> {
    const stored = await tokens.load(of.connectionId)
    if (!stored || stored.revision > of.revision) return
    const refusal = refusalOf(problem)
    const isLost = isAnswerAwaited && refusal.status === 'EXPIRED'
    await tokens.refuse(of, isLost ? { ...refusal, reason: ANSWER_LOST } : refusal, clock.nowMs())
  }

  /** What the platform has answered is known here only: it is written, however long that takes. */
  async function atLast(of: TokenRevision, write: () => Promise<unknown>): Promise<void> {
    for (let waitMs = AGAIN_MS.first; ; waitMs = Math.min(2 * waitMs, AGAIN_MS.most)) {
      try {
        await write()
        return
      } catch (error) {
        log.warn('what a renewal was answered could not be stored yet', { ...of, error })
        await pause(waitMs)
      }
    }
  }

  return {
    /**
     * Renews the pair unless a newer one is stored already. Only a definite refusal marks the connection; whatever else
     * goes wrong is noted there and thrown, to be tried again.
     */
    async refreshToken({ connectionId, staleRevision }: RefreshTokenInput): Promise<void> {
      const stored = await tokens.load(connectionId)
      if (!stored || stored.status !== 'ACTIVE' || stored.revision > staleRevision) return
      const of = { connectionId, revision: stored.revision }
      const login = loginOf(logins, stored)
      if (login.rotates && !(await tokens.beginRefresh(of, clock.nowMs()))) return
      await beating(BEAT_MS, async () => {
        const answer = await login.refresh(stored).catch((error: unknown) => ({ error }))
        const answeredAtMs = clock.nowMs()
        if (!('error' in answer)) return atLast(of, () => tokens.store(of, answer, answeredAtMs))
        const { error } = answer
        if (isAuthError(error)) return atLast(of, () => refuse(of, error, stored.refreshStartedAtMs !== null))
        await tokens.refreshFailed(
          of,
          error instanceof PublishError ? error.problem.code : 'internal-error',
          answeredAtMs,
        )
        throw error
      })
    },

    /** Ends a disconnected account's grant at its platform, then forgets its tokens. Doing it again is harmless. */
    async endGrant({ connectionId }: { connectionId: string }): Promise<'revoked' | 'unsupported'> {
      const stored = await tokens.load(connectionId)
      // Connected anew: then there is another grant, which nobody wants to end.
      if (stored?.status !== 'REVOKED') return 'revoked'
      const login = loginOf(logins, stored)
      // Ended before: the answer is the same.
      if (stored.accessToken === '') return login.revocable ? 'revoked' : 'unsupported'
      const end = await beating(BEAT_MS, () => login.revoke(stored))
      await tokens.erase(connectionId)
      return end
    },
  }
}

export interface RefreshTokenInput {
  connectionId: string
  /** The revision that the caller found too old. */
  staleRevision: number
}

export type TokenActivities = ReturnType<typeof createTokenActivities>
