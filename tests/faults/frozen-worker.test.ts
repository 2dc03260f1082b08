import type { Client } from '@temporalio/client'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import type { Platform } from '../../src/domain/platform'
import type { NewJob } from '../../src/domain/ports/jobs'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { openGate, type Gate } from '../support/gate'
import { createHolds } from '../support/holds'
import { COMMIT, onEveryPlatform, UPLOADING } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { ROOMY } from '../support/limits'
import { silenceTemporal } from '../support/quiet'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()
const holds = createHolds()
let world: PublisherWorld
let client: Client
let frozen: WorkerProcess
let other: RunningWorkers | undefined
/** The frozen worker's ways to Temporal, which gives up on it, and to the bucket. */
let temporal: Gate
let storage: Gate

beforeAll(async () => {
  const pace = { ...ROOMY, REQUEST_TIMEOUT_MS: '30000', COMMIT_TIMEOUT_MS: '6000' }
  world = await openPublisherWorld(pace, holds.onCall)
  client = createClient(world.config)
  temporal = await openGate(world.config.TEMPORAL_ADDRESS)
  storage = await openGate(new URL(world.config.R2_ENDPOINT).host)
  const ways = { TEMPORAL_ADDRESS: temporal.address, R2_ENDPOINT: `http://${storage.address}` }
  frozen = spawnWorker({ env: { ...world.env, ...ways } })
})

afterEach(async () => {
  await other?.stop()
  holds.clear()
})

afterAll(async () => {
  await frozen.kill()
  await client.connection.close()
  await Promise.all([temporal.close(), storage.close()])
  await world.close()
})

/** Accepts and starts a job without a worker of this process. */
async function publish(job: NewJob): Promise<void> {
  await createJobHands(world.prisma, systemClock).accept({ principal: 'test', idempotency: null, jobs: [job] })
  await createGateway(client).start({ ...job, generation: 1 })
}

const track = (platform: Platform) => trackJob(world, { client, publish }, platform, { sizeBytes: 20_000 })

/** Holds the question that comes between the claim of a commit and its request. */
async function askingBeforeCommit(platform: Platform, question: string): Promise<TrackedJob> {
  const job = await track(platform)
  let hold = holds.next(platform, question, 'arrived')
  await job.start()
  for (;;) {
    await hold.reached
    if ((await job.row()).phase === 'committing') return job
    const { release } = hold
    hold = holds.next(platform, question, 'arrived')
    release()
  }
}

/** TikTok is asked nothing; what comes between is the read of the last chunk. */
async function readingBeforeCommit(): Promise<TrackedJob> {
  const job = await track('TIKTOK')
  storage.delayMs = 500
  await job.start()
  await job.reached('committing')
  return job
}

/** Another worker takes over, and publishes what the frozen one had begun. */
async function takenOver(jobs: TrackedJob[]): Promise<void> {
  frozen.freeze()
  temporal.cut()
  other = await startWorkers(world)
  await Promise.all(jobs.map((job) => job.ended()))
}

/** Waits until the thawed worker has ended the step that it was frozen in. */
async function thawed(jobs: TrackedJob[], step: string): Promise<void> {
  const thawedAt = new Date()
  storage.delayMs = 0
  temporal.open()
  frozen.thaw()
  for (const job of jobs)
    await until(async () =>
      (await job.row()).attempts.some(
        (attempt) => attempt.step === step && attempt.endedAt && attempt.endedAt >= thawedAt,
      ),
    )
}

const commitCalls = async () =>
  (await onEveryPlatform((platform) => world.requests(platform, COMMIT[platform]))).map(({ length }) => length)

test('a worker that was frozen between its commit claim and the request sends nothing once it is thawed', async () => {
  const jobs = await Promise.all([
    askingBeforeCommit('INSTAGRAM', 'container.get'),
    askingBeforeCommit('YOUTUBE', 'session.query'),
  ])
  jobs.push(await readingBeforeCommit())
  expect(await commitCalls()).toEqual([0, 0, 0])
  await takenOver(jobs)
  const sent = await commitCalls()
  expect(sent).toEqual([1, 1, 1])
  holds.clear()
  await thawed(jobs, 'commit')

  expect(await commitCalls()).toEqual(sent)
  for (const job of jobs) {
    expect(await job.posts()).toHaveLength(1)
    const { phase, commitNumber, commitVerdict } = await job.row()
    expect({ phase, commitVerdict }).toEqual({ phase: 'published', commitVerdict: 'published' })
    // The claim of the frozen one came to nothing.
    expect(commitNumber).toBeGreaterThan(1)
  }
})

test('a worker that was frozen in mid-upload changes nothing once it is thawed', async () => {
  const jobs = await onEveryPlatform((platform) =>
    UPLOADING.bring({ world, workers: { client, publish }, holds }, platform),
  )
  await takenOver(jobs)
  const claimed = await Promise.all(jobs.map(async (job) => (await job.row()).commitNumber))
  holds.clear()
  await thawed(jobs, 'transfer')

  for (const [index, job] of jobs.entries()) {
    expect(await job.posts()).toHaveLength(1)
    const published = { phase: 'published', commitNumber: claimed[index], commitVerdict: 'published' }
    expect(await job.row()).toMatchObject(published)
  }
})
