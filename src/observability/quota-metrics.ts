import { Gauge } from 'prom-client'
import type { BucketName } from '../domain/quota'
import type { MetricsPart } from './metrics'

interface BucketDay {
  used: number
  limit: number
  /** Since when YouTube says that it is used up. */
  closedAt: Date | null
}

/** A day of uploads, with its other buckets. */
export type CountedDay = BucketDay & { buckets: (BucketDay & { name: BucketName })[] }

/** The Pacific day of today: the database's, and so the same on every worker. */
export const quotaMetrics =
  (readToday: () => Promise<CountedDay>): MetricsPart =>
  (registry) => {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `publisher_youtube_quota_${name}`, help, labelNames: ['bucket'], registers: [registry] })
    const used = gauge('used', 'What of the day is used or held')
    const limit = gauge('limit', 'What the day has')
    const left = gauge('left', 'What the day has left; 0 where YouTube has said that it is used up')
    return async () => {
      const { buckets, ...uploads } = await readToday()
      for (const { name: bucket, ...day } of [{ ...uploads, name: 'uploads' }, ...buckets]) {
        used.set({ bucket }, day.used)
        limit.set({ bucket }, day.limit)
        left.set({ bucket }, day.closedAt ? 0 : Math.max(0, day.limit - day.used))
      }
    }
  }
