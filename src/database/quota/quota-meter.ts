import type { Clock } from '../../domain/ports/clock'
import type { QuotaMeter, TakenUnits } from '../../domain/ports/quota'
import {
  metricsPercentOf,
  pacificDay,
  QUOTA_MODELS,
  type BucketName,
  type CallPurpose,
  type QuotaPlan,
  type QuotaUser,
} from '../../domain/quota'
import type { PrismaClient } from '../prisma'
import { closeDay, modelOfDay, quotaExhausted } from './day-row'

/** What a call wants of which bucket. */
interface Take extends TakenUnits {
  /** How much of the bucket metrics may make up. */
  metricsPercent: number
  /** Also where no upload fits into the day after that. */
  mayTakeLastUpload: boolean
}

/** What YouTube counts by calls, in the day's buckets. Each charge is one statement, guarded by the bucket's limit. */
export function createQuotaMeter(prisma: PrismaClient, clock: Clock, plan: QuotaPlan): QuotaMeter {
  const openBucket = (name: BucketName, date: string) =>
    prisma.quotaBucket.createMany({ data: [{ name, date, limit: plan.limits[name] }], skipDuplicates: true })

  async function takeOf(day: string, purpose: CallPurpose, user: QuotaUser): Promise<Take> {
    const model = await modelOfDay(prisma, plan, day)
    const { bucket, units } = QUOTA_MODELS[model].calls[purpose]
    const isOfMetrics = user === 'metrics'
    return {
      ...{ day, model, bucket, units },
      metricsUnits: isOfMetrics ? units : 0,
      metricsPercent: isOfMetrics ? metricsPercentOf(plan, model, bucket) : 100,
      mayTakeLastUpload: !isOfMetrics && purpose !== 'change',
    }
  }

  async function charge(purpose: CallPurpose, user: QuotaUser): Promise<TakenUnits> {
    const nowMs = clock.nowMs()
    const take = await takeOf(pacificDay(nowMs), purpose, user)
    if (take.bucket !== 'uploads') await openBucket(take.bucket, take.day)
    const count = take.bucket === 'uploads' ? await takeOfDay(prisma, take) : await takeOfBucket(prisma, take)
    if (count === 1) return take
    // Somebody has changed meanwhile how the day is counted.
    if ((await modelOfDay(prisma, plan, take.day)) !== take.model) return charge(purpose, user)
    throw quotaExhausted('call', nowMs)
  }

  return {
    charge,

    async giveBack(taken) {
      await (taken.bucket === 'uploads' ? giveBackToDay(prisma, taken) : giveBackToBucket(prisma, taken))
    },

    async close(purpose) {
      const closedAt = new Date(clock.nowMs())
      const date = pacificDay(closedAt.getTime())
      const { bucket: name } = QUOTA_MODELS[await modelOfDay(prisma, plan, date)].calls[purpose]
      if (name === 'uploads') return closeDay(prisma, plan, date, closedAt)
      await openBucket(name, date)
      await prisma.quotaBucket.updateMany({ where: { name, date, closedAt: null }, data: { closedAt } })
    },
  }
}

const takeOfDay = (prisma: PrismaClient, take: Take) => prisma.$executeRaw`
  UPDATE "YouTubeQuota" SET
    used = used + ${take.units}, "callUnits" = "callUnits" + ${take.units},
    "metricsUnits" = "metricsUnits" + ${take.metricsUnits}, "updatedAt" = now()
  WHERE date = ${take.day} AND model = ${take.model} AND "closedAt" IS NULL AND used + ${take.units} <= "limit"
    AND "metricsUnits" + ${take.metricsUnits} <= "limit"::bigint * ${take.metricsPercent} / 100
    AND (${take.mayTakeLastUpload} OR used + "uploadCost" > "limit" OR used + ${take.units} + "uploadCost" <= "limit")`

const takeOfBucket = (prisma: PrismaClient, take: Take) => prisma.$executeRaw`
  UPDATE "QuotaBucket" SET
    used = used + ${take.units}, "metricsUnits" = "metricsUnits" + ${take.metricsUnits}, "updatedAt" = now()
  WHERE name = ${take.bucket} AND date = ${take.day} AND "closedAt" IS NULL AND used + ${take.units} <= "limit"
    AND "metricsUnits" + ${take.metricsUnits} <= "limit"::bigint * ${take.metricsPercent} / 100`

const giveBackToDay = (prisma: PrismaClient, { day, model, units, metricsUnits }: TakenUnits) => prisma.$executeRaw`
  UPDATE "YouTubeQuota" SET
    used = used - ${units}, "callUnits" = "callUnits" - ${units}, "metricsUnits" = "metricsUnits" - ${metricsUnits},
    "updatedAt" = now()
  WHERE date = ${day} AND model = ${model} AND "metricsUnits" >= ${metricsUnits}
    AND "callUnits" - ${units} >= "metricsUnits" - ${metricsUnits}`

const giveBackToBucket = (prisma: PrismaClient, { day, bucket, units, metricsUnits }: TakenUnits) => prisma.$executeRaw`
  UPDATE "QuotaBucket" SET used = used - ${units}, "metricsUnits" = "metricsUnits" - ${metricsUnits}, "updatedAt" = now()
  WHERE name = ${bucket} AND date = ${day}`
