import type { Bucket } from '../../domain/buckets'

const UTC = { timeZone: 'UTC' } as const
const DATE = { ...UTC, month: 'short', day: 'numeric', year: 'numeric' } as const
const DAY = new Intl.DateTimeFormat('en-US', DATE)
const MOMENT = new Intl.DateTimeFormat('en-US', { ...DATE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

const WHOLE = new Intl.NumberFormat('en-US')
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const CHANGE = new Intl.NumberFormat('en-US', { signDisplay: 'exceptZero' })

/** `Jan 10, 2027, 08:30` */
export const tellMoment = (at: Date | number): string => MOMENT.format(at)

/** When a bucket begins. */
export const tellBucket = (bucket: Bucket, at: Date | number): string => (bucket === 'hour' ? MOMENT : DAY).format(at)

/** `12,345` */
export const tellNumber = (value: number): string => WHOLE.format(value)

/** `12.3K` */
export const tellShort = (value: number): string => SHORT.format(value)

/** `+12`, `-3`, `0`, with the sign that is as wide as the others. */
export const tellChange = (value: number): string => CHANGE.format(value).replace('-', '\u2212')
