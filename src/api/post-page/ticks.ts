import { ORIGIN_MS } from '../../domain/buckets'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Hours, days and weeks, as clocks and calendars have them. */
const STEPS_MS = [1, 2, 3, 6, 12, 24, 2 * 24, 4 * 24, 7 * 24, 14 * 24].map((hours) => hours * HOUR_MS)

const STEPS_MONTHS = [1, 2, 3, 6, 12, 24, 60]

export interface TimeTick {
  atMs: number
  label: string
}

/** Round whole numbers from zero, about `count` of them, the last at or above `max`. */
export function valueTicks(max: number, count: number): number[] {
  const least = Math.max(1, max / count)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((width) => width >= least) ?? least
  const steps = Math.max(1, Math.ceil(max / step))
  return Array.from({ length: steps + 1 }, (_none, at) => at * step)
}

/** At most `count` instants between two others where an hour, a day, a week (on Monday) or a month begins, UTC. */
export function timeTicks(fromMs: number, toMs: number, count: number): TimeTick[] {
  const stepMs = STEPS_MS.find((width) => (toMs - fromMs) / width < count)
  return stepMs === undefined ? monthTicks(fromMs, toMs, count) : evenTicks(fromMs, toMs, stepMs)
}

function evenTicks(fromMs: number, toMs: number, stepMs: number): TimeTick[] {
  const first = Math.ceil((fromMs - ORIGIN_MS) / stepMs)
  const last = Math.floor((toMs - ORIGIN_MS) / stepMs)
  return Array.from({ length: last - first + 1 }, (_none, at) => {
    const atMs = ORIGIN_MS + (first + at) * stepMs
    return { atMs, label: (atMs % DAY_MS === 0 ? DAY : TIME).format(atMs) }
  })
}

function monthTicks(fromMs: number, toMs: number, count: number): TimeTick[] {
  const [from, to] = [monthOf(fromMs - 1) + 1, monthOf(toMs)]
  const step = STEPS_MONTHS.find((width) => (to - from) / width < count) ?? to - from
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_none, at) => {
    const atMs = Date.UTC(0, (first + at) * step)
    return { atMs, label: MONTH.format(atMs) }
  })
}

/** Since the year 1900, as `Date.UTC` counts them on. */
const monthOf = (atMs: number): number => {
  const date = new Date(atMs)
  return (date.getUTCFullYear() - 1900) * 12 + date.getUTCMonth()
}

const UTC = { timeZone: 'UTC' } as const
const TIME = new Intl.DateTimeFormat('en-US', { ...UTC, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const DAY = new Intl.DateTimeFormat('en-US', { ...UTC, month: 'short', day: 'numeric' })
const MONTH = new Intl.DateTimeFormat('en-US', { ...UTC, month: 'short', year: 'numeric' })
