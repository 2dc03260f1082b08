/** What numbers over time are told by: UTC hours, UTC days, ISO weeks (from Monday, UTC). */
export const BUCKETS = ['hour', 'day', 'week'] as const

export type Bucket = (typeof BUCKETS)[number]

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** UTC knows no change of clocks: every bucket of a kind is as long as the next. */
export const BUCKET_MS: Record<Bucket, number> = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }

/** A Monday's midnight, which a bucket of each kind begins with. */
export const ORIGIN_MS = Date.UTC(1970, 0, 5)

/** Whole buckets: from the beginning of one to the end of another. */
export interface Range {
  bucket: Bucket
  fromMs: number
  /** Not part of it. */
  toMs: number
}

/** The buckets that a time touches, `toMs` not being part of it. */
export function toRange(bucket: Bucket, fromMs: number, toMs: number): Range {
  const lengthMs = BUCKET_MS[bucket]
  const whole = (round: (lengths: number) => number, atMs: number) =>
    ORIGIN_MS + round((atMs - ORIGIN_MS) / lengthMs) * lengthMs
  return { bucket, fromMs: whole(Math.floor, fromMs), toMs: whole(Math.ceil, toMs) }
}

export const countBuckets = ({ bucket, fromMs, toMs }: Range): number => (toMs - fromMs) / BUCKET_MS[bucket]

/** What a time of that length is looked at by. */
export function fittingBucket(lengthMs: number): Bucket {
  if (lengthMs <= 3 * DAY_MS) return 'hour'
  return lengthMs <= 120 * DAY_MS ? 'day' : 'week'
}
