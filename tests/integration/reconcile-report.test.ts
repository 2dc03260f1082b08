import type { Client } from '@temporalio/client'
import { createRoundReports } from '../../src/database/round-reports'
import { createWatchedJobs } from '../../src/database/publish-jobs/watched-jobs'
import type { JobPhase } from '../../src/domain/job'
import type { Clock } from '../../src/domain/ports/clock'
import type { Finding, RoundReport } from '../../src/domain/ports/rounds'
import { jobMetrics } from '../../src/observability/job-metrics'
import { roundMetrics } from '../../src/observability/round-metrics'
import { createOpenRuns } from '../../src/temporal/open-runs'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { reconcilerOf } from '../support/reconciler'
import { silenceTemporal } from '../support/quiet'
import { metricsOf } from '../support/scrape'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Every run of this test is old enough to be looked at, and every ended row is old. */
const LATER = { nowMs: () => Date.now() + 10 * MINUTE_MS }

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({ RECONCILE_INTERVAL_MS: String(MINUTE_MS) })
  workers = await startWorkers(world)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

/** A job whose run waits for an instant that is hours away. */
async function waiting(): Promise<TrackedJob> {
  const job = await trackJob(world, workers, 'TIKTOK', { scheduledFor: new Date(Date.now() + 5 * HOUR_MS) })
  await job.start()
  await job.reached('scheduled')
  return job
}

async function report(): Promise<RoundReport> {
  const found = (await createRoundReports(world.prisma).all()).find(({ name }) => name === 'reconcile-publish-jobs')
  if (!found) throw new Error('no round has reported')
  return found
}

/** A round as it reports, which other tests' runs in the namespace are no part of. */
async function round(clock = LATER): Promise<RoundReport> {
  await reconcilerOf(world, workers, clock)()
  return report()
}

const findingOf = ({ findings }: RoundReport, { job }: TrackedJob): Finding | undefined =>
  findings.find(({ jobId }) => jobId === job.jobId)

const change = ({ job }: TrackedJob, data: object) =>
  world.prisma.publishJob.update({ where: { jobId: job.jobId }, data })

const statusOf = async (client: Client, { job }: TrackedJob) =>
  (await client.workflow.getHandle(job.jobId).describe()).status.name

/** Rounds until the run has ended; a search may know it a moment late. */
async function endsBy(job: TrackedJob): Promise<number> {
  let healed = 0
  const reconcile = reconcilerOf(world, workers, LATER)
  await until(async () => {
    await reconcile()
    healed += (await report()).counts.healed ?? 0
    return (await statusOf(workers.client, job)) !== 'RUNNING'
  })
  return healed
}

describe('a run that waits for hours', () => {
  test('ends once its row is gone', async () => {
    const job = await waiting()
    await world.prisma.publishJob.delete({ where: { jobId: job.job.jobId } })
    expect(await endsBy(job)).toBeGreaterThan(0)
  })

  test('ends once its row has ended without it', async () => {
    const job = await waiting()
    await change(job, { phase: 'cancelled', status: 'FAILED', failedAt: new Date(), waitUntil: null, waitReason: null })
    expect(await endsBy(job)).toBeGreaterThan(0)
  })

  test('is left alone while its row waits, too', async () => {
    const job = await waiting()
    await round()
    expect(await statusOf(workers.client, job)).toBe('RUNNING')
    expect(findingOf(await report(), job)).toBeUndefined()
  })
})

test('a job that rounds cannot help is a finding by report and metric, and is none any more once it goes on', async () => {
  const job = await waiting()
  // As if its wait had been over for long, and waking it led nowhere.
  await change(job, { waitUntil: new Date(Date.now() - HOUR_MS) })
  await workers.client.workflow.getHandle(job.job.jobId).terminate()
  await workers.client.workflow.start('nobodyKnowsIt', { workflowId: job.job.jobId, taskQueue: 'nobody-serves-it' })
  const found = await round()
  expect(found.counts).toMatchObject({ stuck: 1, 'stuck-scheduled': 1 })
  expect(findingOf(found, job)).toMatchObject({
    code: 'wait-overdue',
    message: expect.stringContaining('(scheduled) was over 1 h 10 min ago'),
    remedy: expect.stringContaining('Web UI'),
  })
  const health = (clock: Clock) => createOpenRuns(workers.client, clock).health(job.job.jobId)
  expect([await health(systemClock), await health(LATER)]).toEqual(['well', 'unserved'])

  const metrics = metricsOf({
    rounds: roundMetrics(createRoundReports(world.prisma), systemClock),
    jobs: jobMetrics(createWatchedJobs(world.prisma)),
  })
  const scraped = await metrics.read()
  expect(scraped).toContain('publisher_stuck_jobs{phase="scheduled"} 1\n')
  expect(scraped).toMatch(/publisher_unfinished_jobs\{status="DELAYED",phase="scheduled"\} [1-9]/)

  await workers.client.workflow.getHandle(job.job.jobId).terminate()
  expect(await health(systemClock)).toBe('absent')
  await change(job, { waitUntil: new Date(Date.now() + HOUR_MS) })
  const next = await round()
  expect(next.counts.stuck).toBe(0)
  expect(findingOf(next, job)).toBeUndefined()
})

test('a job that is unconfirmed for more than a day asks for a person, who is told where to tell', async () => {
  const job = await waiting()
  const claimed = new Date(Date.now() - 25 * HOUR_MS)
  const phase: JobPhase = 'unconfirmed'
  await change(job, {
    ...{ phase, status: 'DELAYED', commitNumber: 1, commitCheckpointNumber: 1 },
    ...{ commitRequestedAt: claimed, commitDeadlineAt: claimed, waitUntil: new Date(Date.now() + HOUR_MS) },
  })
  expect(findingOf(await round(), job)).toMatchObject({
    code: 'unconfirmed-for-long',
    message: expect.stringContaining('1 d 1 h ago'),
    remedy: expect.stringContaining('/resolve'),
  })
})

test('a round reports what it has started and woken', async () => {
  const lost = await trackJob(world, workers, 'TIKTOK')
  await workers.hands.accept({ principal: 'test', idempotency: null, jobs: [lost.job] })
  const { counts, startedAtMs, endedAtMs } = await round()
  expect(counts.started).toBeGreaterThan(0)
  expect(endedAtMs).toBeGreaterThanOrEqual(startedAtMs)
  await lost.ended()
})
