import type { Clock } from '../domain/ports/clock'
import type { AttemptEnd, AttemptLog } from '../domain/ports/run'
import type { PrismaClient } from './prisma'

const LOST: AttemptEnd = {
  outcome: 'unknown',
  message: 'Its worker was lost, or was slower than the one that followed.',
}

/** One row for each remote step: what the platform was asked, when, and what it answered. Outlives Temporal's retention. */
export function createAttemptLog(prisma: PrismaClient, clock: Clock): AttemptLog {
  const now = () => new Date(clock.nowMs())
  return {
    async begin(rowId, generation, step) {
      const [, { id }] = await prisma.$transaction([
        // Steps of a job follow each other: one that is still open has lost its worker.
        prisma.publishAttempt.updateMany({
          where: { publishJobId: rowId, endedAt: null },
          data: { ...LOST, endedAt: now() },
        }),
        prisma.publishAttempt.create({
          data: { publishJobId: rowId, generation, step, startedAt: now() },
          select: { id: true },
        }),
      ])
      return async (end) => {
        await prisma.publishAttempt.update({ where: { id }, data: { ...end, endedAt: now() }, select: { id: true } })
      }
    },
  }
}
