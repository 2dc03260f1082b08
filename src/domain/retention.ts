import { pacificDay } from './quota'
import { MESSAGE_DAYS } from './webhook-delivery'

/** What an operator sets, in whole days from 1 on. */
export interface RetentionSettings {
  /** Of jobs that have ended, since their end. */
  jobsDays: number
  /** The grace of soft-deleted posts and videos. */
  deletedDays: number
}

/** The rows that age makes worthless, in the order in which they go: what holds others back goes before them. */
export const ROW_KINDS = [
  'jobs',
  'metrics',
  'posts',
  'videos',
  'oauthAttempts',
  'platformEvents',
  'webhookMessages',
  'events',
  'cooldowns',
  'callWindows',
  'quotaReservations',
  'quotaDays',
  'quotaBuckets',
] as const

export type RowKind = (typeof ROW_KINDS)[number]

/** Everything that goes: the rows, and uploads to the bucket that were begun and left. */
export type RetentionKind = RowKind | 'uploads'

/** What was only ever of use for a while. */
export const LEFTOVER_KINDS = [
  'oauthAttempts',
  'platformEvents',
  'webhookMessages',
  'events',
  'cooldowns',
  'callWindows',
  'quotaReservations',
  'quotaDays',
  'quotaBuckets',
] as const satisfies readonly RowKind[]

export const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/** The first Monday of Unix time. */
const FIRST_MONDAY_MS = 4 * DAY_MS

const OAUTH_ATTEMPT_DAYS = 1
/** TikTok sends an event again for up to 72 hours (webhooks overview); twice that, and a day. */
const PLATFORM_EVENT_DAYS = 7
/** Whoever follows a job, or is told by a webhook, has heard of it long before. */
const EVENT_DAYS = 30
/** The reconciler wakes by a pause that has ended for a day. */
const COOLDOWN_DAYS = 7
/** No window is longer than a day, and what a refusal has taught is believed for three. */
const CALL_WINDOW_DAYS = 7
/** A month can be looked back on. */
const QUOTA_DAYS = 40
/** A part that still comes is an upload in progress. */
const UPLOAD_DAYS = 1

/** Metrics are hourly at first; older ones are thinned to the last of each UTC day, then to the last of each ISO week. */
const HOURLY_METRIC_DAYS = 30
const DAILY_METRIC_DAYS = 180

/** Before when something is old enough to go, as Unix milliseconds unless said otherwise. */
export interface Cutoffs {
  /** Of a job's end. */
  jobs: number
  /** Of `deletedAt`. */
  deleted: number
  /** Of metrics that are thinned to one a day: the beginning of a UTC day, so that a day is thinned whole. */
  dailyMetrics: number
  /** Of metrics that are thinned to one a week: the beginning of a UTC Monday. */
  weeklyMetrics: number
  /** Of `expiresAt`. */
  oauthAttempts: number
  platformEvents: number
  webhookMessages: number
  /** Of what has become of jobs, connections and posts. */
  events: number
  /** Of `until`. */
  cooldowns: number
  /** Of their last call. */
  callWindows: number
  /** The Pacific day, `YYYY-MM-DD`. */
  quotaDay: string
  /** Of the last part of an upload. */
  uploads: number
}

/** The rules of retention at an instant. Days are of 24 hours, so that no change of clocks moves them. */
export function cutoffsAt(nowMs: number, { jobsDays, deletedDays }: RetentionSettings): Cutoffs {
  const before = (days: number) => nowMs - days * DAY_MS
  return {
    jobs: before(jobsDays),
    deleted: before(deletedDays),
    dailyMetrics: floor(before(HOURLY_METRIC_DAYS), DAY_MS, 0),
    weeklyMetrics: floor(before(DAILY_METRIC_DAYS), WEEK_MS, FIRST_MONDAY_MS),
    oauthAttempts: before(OAUTH_ATTEMPT_DAYS),
    platformEvents: before(PLATFORM_EVENT_DAYS),
    webhookMessages: before(MESSAGE_DAYS),
    events: before(EVENT_DAYS),
    cooldowns: before(COOLDOWN_DAYS),
    callWindows: before(CALL_WINDOW_DAYS),
    quotaDay: pacificDay(before(QUOTA_DAYS)),
    uploads: before(UPLOAD_DAYS),
  }
}

const floor = (atMs: number, stepMs: number, originMs: number): number =>
  originMs + Math.floor((atMs - originMs) / stepMs) * stepMs
