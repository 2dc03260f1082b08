import { PublishError } from '../domain/errors'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'

/** Well within the heartbeat timeout of the connection's owner. */
const BEAT_MS = 5_000

type Needs = Pick<PublishDependencies, 'tokens' | 'publishers' | 'clock'>

export function createTokenActivities({ tokens, publishers, clock }: Needs) {
  return {
    /** Renews the pair unless a newer one is stored already. Only a definite refusal marks the connection. */
    async refreshToken({
      connectionId,
      staleRevision,
    }: {
      connectionId: string
      staleRevision: number
    }): Promise<void> {
      const stored = await tokens.load(connectionId)
      if (!stored || stored.status !== 'ACTIVE' || stored.revision > staleRevision) return
      try {
        const grant = await beating(BEAT_MS, () => publishers[stored.platform].refreshToken(stored))
        await tokens.store(connectionId, stored.revision, grant, clock.nowMs())
      } catch (error) {
        if (!(error instanceof PublishError) || error.problem.category !== 'auth') throw error
        await tokens.markExpired(connectionId, stored.revision)
      }
    },
  }
}

export type TokenActivities = ReturnType<typeof createTokenActivities>
