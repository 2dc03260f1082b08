import { nextPacificMidnightMs, type QuotaModelName, type QuotaPlan } from '../../domain/quota'
import { PublishError } from '../../domain/errors'
import type { PrismaClient } from '../prisma'

/** How a day is counted is written into its row when its first upload or call opens it. */
export const openDay = (prisma: PrismaClient, plan: QuotaPlan, date: string) =>
  prisma.youTubeQuota.createMany({
    data: [{ date, model: plan.model, uploadCost: plan.uploadCost, limit: plan.limits.uploads }],
    skipDuplicates: true,
  })

/** The model by which a day is counted, whatever the configuration of this process says. */
export async function modelOfDay(prisma: PrismaClient, plan: QuotaPlan, date: string): Promise<QuotaModelName> {
  const find = () => prisma.youTubeQuota.findUnique({ where: { date }, select: { model: true } })
  const row = (await find()) ?? (await openDay(prisma, plan, date).then(find))
  // The database takes the names of models only.
  return (row?.model ?? plan.model) as QuotaModelName
}

/** YouTube says that the day is used up: nothing more is given of it. */
export async function closeDay(prisma: PrismaClient, plan: QuotaPlan, date: string, closedAt: Date): Promise<void> {
  await openDay(prisma, plan, date)
  await prisma.youTubeQuota.updateMany({ where: { date, closedAt: null }, data: { closedAt } })
}

/** What is asked for was not sent, and waits for the day to end. */
export const quotaExhausted = (what: 'upload' | 'call', nowMs: number): PublishError =>
  new PublishError(
    {
      code: 'youtube-quota-exhausted',
      category: 'quota',
      message: `No ${what} is left of YouTube's quota of this Pacific day.`,
      remedy: 'Nothing needs to be done: the job goes on after midnight Pacific Time.',
      untilMs: nextPacificMidnightMs(nowMs),
    },
    { neverSent: true },
  )
