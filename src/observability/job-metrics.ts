import { Gauge } from 'prom-client'
import { PHASE_STATUS, UNFINISHED_PHASES, type JobPhase } from '../domain/job'
import type { MetricsPart } from './metrics'

export interface JobCounts {
  countUnfinished(): Promise<{ phase: JobPhase; count: number }[]>
}

/** How many jobs are where: the database's, and so the same on every worker. */
export const jobMetrics =
  (jobs: JobCounts): MetricsPart =>
  (registry) => {
    const unfinished = new Gauge({
      name: 'publisher_unfinished_jobs',
      help: 'Jobs that have not ended',
      labelNames: ['status', 'phase'],
      registers: [registry],
    })
    return async () => {
      const counts = new Map((await jobs.countUnfinished()).map(({ phase, count }) => [phase, count]))
      for (const phase of UNFINISHED_PHASES)
        unfinished.set({ status: PHASE_STATUS[phase], phase }, counts.get(phase) ?? 0)
    }
  }
