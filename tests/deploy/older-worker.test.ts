import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { CORE_LOGGING, NEWER_HISTORY, temporalLogger } from '../../src/observability/temporal-log'
import { createOpenRuns } from '../../src/temporal/open-runs'
import { PUBLISH_QUEUE } from '../../src/workflows/contract'
import { connectAccount } from '../faults/matrix/accounts'
import { PATCHED } from '../replay/edits'
import { bundleEdited } from '../support/edited-workflows'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

interface Line {
  level: number
  code?: string
  patch?: string
  runId?: string
  msg: string
}

const ERROR_LEVEL = 50
const HOUR_SECONDS = 3_600

const lines: Line[] = []
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) })
Runtime.install({ logger: temporalLogger(log), telemetryOptions: { logging: CORE_LOGGING } })

let folder: string
let nextRelease: string
let world: PublisherWorld

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-next-release-'))
  nextRelease = path.join(folder, 'workflow-bundle.js')
  ;[world] = await Promise.all([openPublisherWorld(), bundleEdited(PATCHED, nextRelease)])
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

/** A job whose post the platform has not made yet. Its run's tasks are given up after a second, not ten. */
async function processingJob(workers: RunningWorkers) {
  const profile = { processingSeconds: HOUR_SECONDS }
  const { userId, connectionId, accountId } = await connectAccount(world, 'TIKTOK', { profile })
  const job = await trackJob(world, workers, 'TIKTOK', { userId, connectionId, platformUserId: accountId })
  const { jobId } = job.job
  await workers.hands.accept({ principal: 'test', idempotency: null, jobs: [job.job] })
  await workers.client.workflow.start('publishVideo', {
    ...{ workflowId: jobId, taskQueue: PUBLISH_QUEUE, workflowTaskTimeout: '1 second' },
    args: [{ jobId, generation: 1 }],
  })
  await job.reached('processing')
  return job
}

test('a run that newer code has gone on with stands still under older code, is told and found, and goes on under the newer', async () => {
  const next = await startWorkers(world, { bundle: nextRelease })
  const job = await processingJob(next)
  await next.stop()

  const present = await startWorkers(world)
  await present.gateway.wake(job.job.jobId)
  const told = await until(() => Promise.resolve(lines.find(({ code }) => code === NEWER_HISTORY)))
  const { runId } = await present.client.workflow.getHandle(job.job.jobId).describe()
  expect(told).toMatchObject({ level: ERROR_LEVEL, runId, patch: '2026-11-23-grant-before-commit' })
  expect(told.msg).toContain('deploy that version, or roll forward')
  const openRuns = createOpenRuns(present.client, systemClock)
  await until(async () => (await openRuns.health(job.job.jobId)) === 'failing')
  await present.stop()

  const again = await startWorkers(world, { bundle: nextRelease })
  await world.control('clock', { advanceSeconds: HOUR_SECONDS })
  await again.client.workflow.getHandle(job.job.jobId).result()
  await again.stop()
  expect(await job.posts()).toHaveLength(1)
  expect(await job.row()).toMatchObject({ phase: 'published', commitNumber: 1 })
})
