import type { Client } from '@temporalio/client'
import { ensureSchedules } from '../../src/temporal/ensure-schedules'
import { scheduleTable, type ScheduleIntervals, type ScheduleTable } from '../../src/temporal/schedules'

const HOUR_MS = 3_600_000

/** The table at intervals so long that a test triggers what it wants, but for those that are given. */
export const tableOf = (intervals: Partial<ScheduleIntervals> = {}): ScheduleTable =>
  scheduleTable({
    reconcileIntervalMs: HOUR_MS,
    renewIntervalMs: HOUR_MS,
    metricsIntervalMs: HOUR_MS,
    ...intervals,
  })

export const scheduleAll = (client: Client, intervals: Partial<ScheduleIntervals> = {}): Promise<void> =>
  ensureSchedules(client, tableOf(intervals))
