import { Counter, Histogram, type Registry } from 'prom-client'
import type { CallWatch } from '../domain/ports/call-watch'

/** From an answer out of a cache to a chunk of a video on a slow line. */
const DURATION_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

/** Counts the calls of this process to the platforms by how they ended, and how long the platforms took. */
export function callMetrics(registry: Registry): CallWatch {
  const calls = new Counter({
    name: 'publisher_platform_calls_total',
    help: 'Calls to platforms by outcome: ok, the category of an error, never-sent, held-back or stopped',
    labelNames: ['platform', 'operation', 'outcome'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'publisher_platform_call_duration_seconds',
    help: 'From the request to the end of its answer, of calls that were sent',
    labelNames: ['platform', 'operation'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  })

  return {
    begin:
      ({ platform, operation }) =>
      ({ outcome, durationMs }) => {
        calls.inc({ platform, operation, outcome })
        if (durationMs !== null) duration.observe({ platform, operation }, durationMs / 1_000)
      },
  }
}
