import { Gauge } from 'prom-client'
import { UNFINISHED_PHASES } from '../domain/job'
import type { Clock } from '../domain/ports/clock'
import type { RoundReport, RoundReports } from '../domain/ports/rounds'
import { RECONCILE_SCHEDULE_ID } from '../domain/schedule-ids'
import { stuckCount } from '../domain/stuck-jobs'
import type { MetricsPart } from './metrics'

/** What the rounds of the schedules tell about themselves: the database's, and so the same on every worker. */
export const roundMetrics =
  (reports: Pick<RoundReports, 'all'>, clock: Clock): MetricsPart =>
  (registry) => {
    const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Gauge({ name, help, labelNames, registers: [registry] })
    const age = gauge('publisher_round_age_seconds', 'Since the last round of a schedule ended', ['schedule'])
    const duration = gauge('publisher_round_duration_seconds', 'How long the last round took', ['schedule'])
    const done = gauge('publisher_round_count', 'What the last round has done, by name', ['schedule', 'count'])
    const findings = gauge('publisher_round_findings', 'What the last round leaves to a person', ['schedule'])
    const stuck = gauge('publisher_stuck_jobs', 'Jobs past their deadline that no reconciler can help', ['phase'])

    function tell({ name: schedule, startedAtMs, endedAtMs, counts, findings: found }: RoundReport): void {
      age.set({ schedule }, (clock.nowMs() - endedAtMs) / 1_000)
      duration.set({ schedule }, (endedAtMs - startedAtMs) / 1_000)
      findings.set({ schedule }, found.length)
      for (const [count, value] of Object.entries(counts)) done.set({ schedule, count }, value)
      if (schedule !== RECONCILE_SCHEDULE_ID) return
      for (const phase of UNFINISHED_PHASES) stuck.set({ phase }, counts[stuckCount(phase)] ?? 0)
    }

    return async () => {
      const rounds = await reports.all()
      // A name that a round does not tell any more is gone.
      for (const each of [age, duration, done, findings, stuck]) each.reset()
      rounds.forEach(tell)
    }
  }
