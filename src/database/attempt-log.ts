import type { Clock } from '../domain/ports/clock'
import type { AttemptLog } from '../domain/ports/run'
import type { PrismaClient } from './prisma'

/** One row for each remote step: what the platform was asked, when, and what it answered. Outlives Temporal's retention. */
export function createAttemptLog(prisma: PrismaClient, clock: Clock): AttemptLog {
  const now = () => new Date(clock.nowMs())
  return {
    async begin(rowId, generation, step) {
      const { id } = await prisma.publishAttempt.create({
        data: { publishJobId: rowId, generation, step, startedAt: now() },
        select: { id: true },
      })
      return async (end) => {
        await prisma.publishAttempt.update({ where: { id }, data: { ...end, endedAt: now() }, select: { id: true } })
      }
    },
  }
}
