import type { Clock } from '../../domain/ports/clock'
import type { CallGate } from '../../domain/ports/limits'
import type { PrismaClient } from '../prisma'
import { admission } from './admission'
import { giveBackPlaces, learnLimit } from './call-windows'
import { writeCooldown } from './cooldown-rows'
import { refusalOf } from './refusals'

export interface CallGateOptions {
  /** How long a cooldown lasts whose end neither the platform nor our table tells. */
  rateLimitWaitMs: number
}

/** Cooldowns, pauses and call windows, as every call to a platform meets them. */
export const createCallGate = (prisma: PrismaClient, clock: Clock, { rateLimitWaitMs }: CallGateOptions): CallGate => ({
  async admit(call) {
    const nowMs = clock.nowMs()
    const found = await admission(prisma, call, nowMs)
    const refusal = refusalOf(call, found, nowMs)
    if (refusal) throw refusal
    return found.calledAt.getTime()
  },

  giveBack: (call, calledAtMs) => giveBackPlaces(prisma, call, calledAtMs),

  async hold(call, { code, message, remedy, cooldown, untilMs, platformCode, platformRequestId }) {
    const nowMs = clock.nowMs()
    const { platform, platformUserId, operation } = call
    await writeCooldown(
      prisma,
      {
        platform,
        platformUserId: cooldown.reach === 'app' ? null : platformUserId,
        scope: cooldown.scope,
        reason: code,
        message,
        remedy,
        evidence: { operation, platformCode, platformRequestId },
        spares: cooldown.spares,
        untilMs: untilMs ?? nowMs + (cooldown.lastsMs ?? rateLimitWaitMs),
      },
      nowMs,
    )
    if (cooldown.teaches) await learnLimit(prisma, call, cooldown.teaches, nowMs)
  },
})
