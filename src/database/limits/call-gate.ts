import type { Clock } from '../../domain/ports/clock'
import type { CallGate } from '../../domain/ports/limits'
import type { PrismaClient } from '../prisma'

export interface CallGateOptions {
  /** How long a cooldown lasts whose end the platform does not tell. */
  rateLimitWaitMs: number
}

/** Cooldowns, pauses and call windows, as every call to a platform meets them. */
export const createCallGate = (_prisma: PrismaClient, _clock: Clock, _options: CallGateOptions): CallGate => ({
  admit: () => Promise.resolve(),
  hold: () => Promise.resolve(),
})
