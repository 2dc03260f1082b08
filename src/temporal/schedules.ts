import type { ScheduleSpecDescription } from '@temporalio/client'
import { QUOTA_TIME_ZONE } from '../domain/quota'
import {
  GRANT_SCHEDULE_ID,
  RECONCILE_SCHEDULE_ID,
  RENEW_SCHEDULE_ID,
  RETENTION_SCHEDULE_ID,
  SYNC_SCHEDULE_ID,
} from '../workflows/contract'
import type * as workflows from '../workflows'

/** Raised by every release that changes the table: a worker of an older one leaves all schedules as they are. */
const REVISION = 1

export interface ScheduleIntervals {
  reconcileIntervalMs: number
  renewIntervalMs: number
  metricsIntervalMs: number
}

export interface ScheduleRow {
  /** That of its runs, too. */
  id: string
  workflow: keyof typeof workflows
  spec: ScheduleSpecDescription
  /** What operators read of it in the Web UI. */
  about: string
}

export interface ScheduleTable {
  revision: number
  rows: ScheduleRow[]
}

/** Every schedule that there is; one that leaves the table is removed. */
export const scheduleTable = (intervals: ScheduleIntervals): ScheduleTable => ({
  revision: REVISION,
  rows: rowsOf(intervals),
})

const rowsOf = ({ reconcileIntervalMs, renewIntervalMs, metricsIntervalMs }: ScheduleIntervals): ScheduleRow[] => [
  {
    id: RECONCILE_SCHEDULE_ID,
    workflow: 'reconcilePublishJobs',
    spec: every(reconcileIntervalMs),
    about: 'Starts and wakes publishes that nobody moves, and reports those that are stuck',
  },
  {
    id: GRANT_SCHEDULE_ID,
    workflow: 'grantQuotaDay',
    // Midnight where YouTube's quota days begin, whatever the clocks there do. The grants spread the uploads.
    spec: daily(0, QUOTA_TIME_ZONE, 0),
    about: "Gives the new day's YouTube uploads to those who wait",
  },
  {
    id: RENEW_SCHEDULE_ID,
    workflow: 'renewConnections',
    spec: every(renewIntervalMs),
    about: 'Renews tokens that age unused, and ends what could not be ended',
  },
  {
    id: SYNC_SCHEDULE_ID,
    workflow: 'syncMetrics',
    spec: every(metricsIntervalMs),
    about: 'Brings the numbers of posts that are due',
  },
  {
    id: RETENTION_SCHEDULE_ID,
    workflow: 'applyRetention',
    spec: daily(3, 'UTC', 1_800_000),
    about: 'Removes old jobs, archives old posts, thins metrics, and forgets what is of no more use',
  },
]

// Both as the server tells them back, so that a difference is one. A round begins by up to its jitter late, at random.

function every(intervalMs: number): ScheduleSpecDescription {
  return { ...NEVER, intervals: [{ every: intervalMs, offset: 0 }], jitter: Math.floor(intervalMs / 10) }
}

function daily(hour: number, timezone: string, jitterMs: number): ScheduleSpecDescription {
  const only = (value: number) => [{ start: value, end: value, step: 1 }]
  const days = {
    dayOfMonth: [{ start: 1, end: 31, step: 1 }],
    month: [{ start: 'JANUARY' as const, end: 'DECEMBER' as const, step: 1 }],
    year: [],
    dayOfWeek: [{ start: 'SUNDAY' as const, end: 'SATURDAY' as const, step: 1 }],
  }
  const calendar = { second: only(0), minute: only(0), hour: only(hour), ...days, comment: '' }
  return { ...NEVER, calendars: [calendar], timezone, jitter: jitterMs }
}

const NEVER: ScheduleSpecDescription = {
  calendars: [],
  intervals: [],
  skip: [],
  startAt: undefined,
  endAt: undefined,
  jitter: 0,
  timezone: '',
}
