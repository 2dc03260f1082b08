import type { Config } from '../config'
import { scheduleTable, type ScheduleTable } from '../temporal/schedules'

type Intervals = Pick<Config, 'RECONCILE_INTERVAL_MS' | 'RENEW_INTERVAL_MS' | 'METRICS_INTERVAL_MS'>

export const scheduleTableOf = (config: Intervals): ScheduleTable =>
  scheduleTable({
    reconcileIntervalMs: config.RECONCILE_INTERVAL_MS,
    renewIntervalMs: config.RENEW_INTERVAL_MS,
    metricsIntervalMs: config.METRICS_INTERVAL_MS,
  })
