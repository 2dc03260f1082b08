import type { Clock } from '../../domain/ports/clock'
import { bucketsOf, MAX_UNITS, type BucketName, type QuotaModelName, type QuotaPlan } from '../../domain/quota'
import type { ReservationState } from '../../generated/prisma/enums'
import type { PrismaClient } from '../prisma'
import { adoptPlan } from './adopt-plan'
import { openDay } from './day-row'

/** A bucket of a day beside its uploads. */
export interface QuotaBucketDay {
  name: BucketName
  used: number
  limit: number
  /** Since when YouTube says that it is used up. */
  closedAt: Date | null
}

/** A Pacific day of YouTube uploads. `used`, `limit` and `callUnits` are uploads or units, as `uploadCost` says. */
export interface QuotaDay {
  /** `YYYY-MM-DD` */
  date: string
  model: QuotaModelName
  uploadCost: number
  /** What is held and spent of it, and `callUnits`. */
  used: number
  limit: number
  /** Uploads for which a place is held. */
  held: number
  /** Uploads that were sent. */
  spent: number
  /** What calls other than uploads have taken of it. */
  callUnits: number
  /** Since when YouTube says that it is used up. */
  closedAt: Date | null
  buckets: QuotaBucketDay[]
}

export interface QuotaDays {
  /** The day as it is counted, or as it would be opened. */
  find(date: string): Promise<QuotaDay>
  /**
   * Sets the limit of a day by hand; the configuration does not change it any more. What is used stays used: a smaller limit
   * becomes what is used. A greater one than before opens a day again that YouTube had closed.
   * @returns the day with the limit that it has now
   * @throws RangeError when the limit is not a whole number from 1 to `MAX_UNITS`
   */
  setLimit(date: string, limit: number): Promise<QuotaDay>
  /** Counts today and what follows by the configured plan, also where a day was opened by an earlier one. */
  adoptPlan(): Promise<void>
}

export function createQuotaDays(prisma: PrismaClient, clock: Clock, plan: QuotaPlan): QuotaDays {
  const unopened = { model: plan.model, uploadCost: plan.uploadCost, used: 0, limit: plan.limits.uploads }

  async function find(date: string): Promise<QuotaDay> {
    const row = await prisma.youTubeQuota.findUnique({
      where: { date },
      select: { model: true, uploadCost: true, used: true, limit: true, callUnits: true, closedAt: true },
    })
    const model = (row?.model ?? plan.model) as QuotaModelName
    const [uploads, buckets] = await Promise.all([uploadsOn(date), bucketsOn(date, model)])
    return { date, ...unopened, callUnits: 0, closedAt: null, ...row, model, ...uploads, buckets }
  }

  async function uploadsOn(date: string): Promise<{ held: number; spent: number }> {
    const counts = await prisma.quotaReservation.groupBy({ by: ['state'], where: { date }, _count: true })
    const countOf = (state: ReservationState) => counts.find((one) => one.state === state)?._count ?? 0
    return { held: countOf('HELD'), spent: countOf('SPENT') }
  }

  async function bucketsOn(date: string, model: QuotaModelName): Promise<QuotaBucketDay[]> {
    const rows = await prisma.quotaBucket.findMany({
      where: { date },
      select: { name: true, used: true, limit: true, closedAt: true },
    })
    return bucketsOf(model).map((name) => {
      const row = rows.find((one) => one.name === name)
      return { used: 0, limit: plan.limits[name], closedAt: null, ...row, name }
    })
  }

  return {
    find,

    async setLimit(date, limit) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_UNITS)
        throw new RangeError(`The limit of a quota day must be a whole number from 1 to ${MAX_UNITS}.`)
      await openDay(prisma, plan, date)
      await prisma.$executeRaw`
        UPDATE "YouTubeQuota" SET
          "limit" = GREATEST(${limit}, used), "limitSetAt" = ${new Date(clock.nowMs())}, "updatedAt" = now(),
          "closedAt" = CASE WHEN ${limit} > "limit" THEN NULL ELSE "closedAt" END
        WHERE date = ${date}`
      return find(date)
    },

    adoptPlan: () => adoptPlan(prisma, clock, plan),
  }
}
