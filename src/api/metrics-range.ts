import { countBuckets, fittingBucket, toRange, type Bucket, type Range } from '../domain/buckets'
import { ApiProblem, type FieldError } from './problems'
import { EMPTY_RANGE } from './schemas/metrics'

interface Asked {
  from?: Date | undefined
  to?: Date | undefined
  bucket?: Bucket | undefined
}

interface Defaults {
  nowMs: number
  /** Where the range begins by itself, by its end. */
  beginMs(endMs: number): number
  maxBuckets: number
}

/**
 * The range that a query asks for, in whole buckets.
 * @throws ApiProblem `validation-failed` where it is empty, or has more than `maxBuckets`
 */
export function rangeOf(asked: Asked, { nowMs, beginMs, maxBuckets }: Defaults): Range {
  const toMs = asked.to?.getTime() ?? nowMs
  const fromMs = asked.from?.getTime() ?? beginMs(toMs)
  const range = toRange(asked.bucket ?? fittingBucket(toMs - fromMs), fromMs, toMs)
  const errors = [...orderFaults(asked, fromMs, toMs), ...sizeFaults(range, maxBuckets)]
  if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
  return range
}

/** A range that nobody asked for may be empty, as that of a post in the moment of its publication. */
function orderFaults({ from, to }: Asked, fromMs: number, toMs: number): FieldError[] {
  if (fromMs < toMs || (!from && !to)) return []
  return [
    from
      ? { parameter: 'from', ...EMPTY_RANGE }
      : { parameter: 'to', code: EMPTY_RANGE.code, message: 'Must be after the beginning of the range' },
  ]
}

function sizeFaults(range: Range, maxBuckets: number): FieldError[] {
  const buckets = countBuckets(range)
  if (buckets <= maxBuckets) return []
  const counted = `Makes ${buckets.toLocaleString('en-US')} buckets`
  const message = `${counted}; at most ${maxBuckets.toLocaleString('en-US')} are told: ask for longer ones, or for less time`
  return [{ parameter: 'bucket', code: 'too-many-buckets', message }]
}
