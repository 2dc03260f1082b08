import { pacificDay, type QuotaPlan } from '../../domain/quota'
import type { QuotaOutlook } from '../../domain/quota-forecast'
import type { PrismaClient } from '../prisma'

/** What is known of today and of the days to come. A day that nobody has touched yet will be counted as `plan` says. */
export async function readOutlook(
  prisma: PrismaClient,
  plan: QuotaPlan,
  nowMs: number,
  spreadMs: number,
): Promise<QuotaOutlook> {
  const today = pacificDay(nowMs)
  const days = await prisma.youTubeQuota.findMany({
    where: { date: { gte: today } },
    select: { date: true, used: true, limit: true, uploadCost: true, closedAt: true },
  })
  const rows = new Map(days.map((day) => [day.date, day]))
  const untouched = { used: 0, limit: plan.limits.uploads, uploadCost: plan.uploadCost, closedAt: null }
  const roomOf = (day: string) => {
    const { used, limit, uploadCost, closedAt } = rows.get(day) ?? untouched
    return closedAt ? 0 : Math.floor((limit - used) / uploadCost)
  }
  const scheduled = await countScheduled(prisma, today)
  return {
    nowMs,
    freeToday: roomOf(today),
    placesOn: roomOf,
    scheduledOn: (day) => scheduled.get(day) ?? 0,
    spreadMs,
  }
}

/** By Pacific day; what is late needs a place of today. */
async function countScheduled(prisma: PrismaClient, today: string): Promise<Map<string, number>> {
  const rows = await prisma.$queryRaw<{ scheduledFor: Date }[]>`
    SELECT j."scheduledFor" FROM "PublishJob" j
    WHERE j.platform = 'YOUTUBE' AND j.phase = 'scheduled' AND j."cancelRequestedAt" IS NULL
      AND NOT EXISTS (
        SELECT FROM "QuotaReservation" r WHERE r."publishJobId" = j.id AND r.date = ${today} AND r.state = 'HELD'
      )`
  const counts = new Map<string, number>()
  for (const { scheduledFor } of rows) {
    const day = pacificDay(scheduledFor.getTime())
    const needed = day < today ? today : day
    counts.set(needed, (counts.get(needed) ?? 0) + 1)
  }
  return counts
}
