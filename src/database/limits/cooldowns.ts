import type { Clock } from '../../domain/ports/clock'
import { type Cooldowns, type Pause, PAUSED } from '../../domain/ports/limits'
import { PLATFORM_NAMES } from '../../domain/platform'
import type { PlatformCooldown } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { replaceCooldown, toActive } from './cooldown-rows'

export const createCooldowns = (prisma: PrismaClient, clock: Clock): Cooldowns => ({
  async active({ platform, platformUserId }, nowMs) {
    const rows = await prisma.platformCooldown.findMany({
      where: {
        AND: [
          { OR: [{ until: null }, { until: { gt: new Date(nowMs) } }] },
          platform ? { platform } : {},
          platformUserId === undefined ? {} : { OR: [{ platformUserId: null }, { platformUserId }] },
        ],
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
    return rows.map(toActive)
  },

  pause: ({ pausedBy, ...pause }) =>
    replaceCooldown(
      prisma,
      {
        ...pause,
        reason: PAUSED,
        message: messageOf(pause),
        remedy: 'Nothing to do: the job goes on when an operator ends the pause, or at its end.',
        evidence: { pausedBy },
      },
      clock.nowMs(),
    ),

  async resume(id) {
    const now = new Date(clock.nowMs())
    const [row] = await prisma.$queryRaw<PlatformCooldown[]>`
      UPDATE "PlatformCooldown" SET until = ${now}, "updatedAt" = ${now}
      WHERE id = ${id} AND reason = ${PAUSED} AND (until IS NULL OR until > ${now}::timestamp(3))
      RETURNING *`
    return row ? toActive(row) : null
  },
})

const messageOf = ({ platform, platformUserId, reason }: Omit<Pause, 'pausedBy'>): string => {
  const paused = platformUserId === null ? PLATFORM_NAMES[platform] : `This account at ${PLATFORM_NAMES[platform]}`
  return `${paused} is paused by an operator: "${reason}".`
}
