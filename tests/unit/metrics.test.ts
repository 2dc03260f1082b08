import type { JobPhase } from '../../src/domain/job'
import type { RoundReport } from '../../src/domain/ports/rounds'
import { jobMetrics } from '../../src/observability/job-metrics'
import { roundMetrics } from '../../src/observability/round-metrics'
import { metricsOf, ownLines } from '../support/scrape'

const clock = { nowMs: () => 100_000 }

const reportOf = (change: Partial<RoundReport>): RoundReport => ({
  name: 'reconcile-publish-jobs',
  startedAtMs: 85_000,
  endedAtMs: 90_000,
  counts: {},
  findings: [],
  ...change,
})

/** Its own lines, without those of the process. */
async function scrape(rounds: RoundReport[], counts: { phase: JobPhase; count: number }[] = []): Promise<string> {
  const parts = {
    rounds: roundMetrics({ all: () => Promise.resolve(rounds) }, clock),
    jobs: jobMetrics({ countUnfinished: () => Promise.resolve(counts) }),
  }
  return ownLines(await metricsOf(parts).read())
}

test('the age, the duration, the counts and the findings of each last round are told', async () => {
  const finding = { code: 'a', message: 'b', remedy: 'c' }
  const text = await scrape([
    reportOf({ counts: { started: 3, healed: 1 }, findings: [finding] }),
    reportOf({ name: 'sync-metrics', endedAtMs: 100_000 }),
  ])
  expect(text).toContain('publisher_round_age_seconds{schedule="reconcile-publish-jobs"} 10\n')
  expect(text).toContain('publisher_round_age_seconds{schedule="sync-metrics"} 0\n')
  expect(text).toContain('publisher_round_duration_seconds{schedule="reconcile-publish-jobs"} 5\n')
  expect(text).toContain('publisher_round_count{schedule="reconcile-publish-jobs",count="started"} 3\n')
  expect(text).toContain('publisher_round_findings{schedule="reconcile-publish-jobs"} 1\n')
})

test('stuck jobs are told by phase, also where there are none, so that an alert ends', async () => {
  const text = await scrape([reportOf({ counts: { stuck: 2, 'stuck-cooling-down': 2 } })])
  expect(text).toContain('publisher_stuck_jobs{phase="cooling-down"} 2\n')
  expect(text).toContain('publisher_stuck_jobs{phase="accepted"} 0\n')
  expect(text).not.toContain('phase="published"')
})

test('unfinished jobs are told by status and phase, zero included', async () => {
  const text = await scrape([], [{ phase: 'scheduled', count: 7 }])
  expect(text).toContain('publisher_unfinished_jobs{status="DELAYED",phase="scheduled"} 7')
  expect(text).toContain('publisher_unfinished_jobs{status="PENDING",phase="accepted"} 0')
})

test('a name that a round does not tell any more is gone at the next scrape', async () => {
  const rounds = [reportOf({ counts: { started: 1 } })]
  const metrics = metricsOf({ rounds: roundMetrics({ all: () => Promise.resolve(rounds) }, clock) })
  expect(await metrics.read()).toContain('count="started"')
  rounds.splice(0, 1, reportOf({ counts: { woken: 1 } }))
  expect(await metrics.read()).not.toContain('count="started"')
})
