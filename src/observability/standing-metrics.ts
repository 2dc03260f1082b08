import { Gauge } from 'prom-client'
import { UNFINISHED_PHASES } from '../domain/job'
import type { Clock } from '../domain/ports/clock'
import type { Standing } from '../domain/ports/standing'
import type { MetricsPart } from './metrics'

/** What waits longest, and what stands in the way: the database's, and so the same on every worker. */
export const standingMetrics =
  (read: () => Promise<Standing>, clock: Clock): MetricsPart =>
  (registry) => {
    const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Gauge({ name, help, labelNames, registers: [registry] })
    const oldest = gauge('publisher_oldest_job_seconds', 'For how long the oldest job of a phase has been due', [
      'phase',
    ])
    const connections = gauge('publisher_connections', 'Connected accounts by status', ['platform', 'status'])
    const cooldowns = gauge('publisher_cooldowns', 'Cooldowns and pauses that hold', ['platform', 'reason'])
    return async () => {
      const standing = await read()
      for (const each of [oldest, connections, cooldowns]) each.reset()
      for (const phase of UNFINISHED_PHASES) oldest.set({ phase }, 0)
      for (const { phase, dueAtMs } of standing.oldest)
        oldest.set({ phase }, Math.max(0, clock.nowMs() - dueAtMs) / 1_000)
      for (const { count, ...labels } of standing.connections) connections.set(labels, count)
      for (const { count, ...labels } of standing.cooldowns) cooldowns.set(labels, count)
    }
  }
