import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import { createHolds } from '../support/holds'
import { COMMITTING, type HeldJob, onEveryPlatform, UPLOADING } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { nextMinute, ROOMY } from '../support/limits'
import { silenceTemporal } from '../support/quiet'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()
const holds = createHolds()
let folder: string
let storage: RunningS3
let world: PublisherWorld
let workers: RunningWorkers

const startStorage = (port: number) =>
  startS3({ dataDir: folder, port, buckets: ['videos'], accessKeyId: 'test', secretAccessKey: 'a secret of a test' })

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-storage-'))
  storage = await startStorage(0)
  const bucket = {
    R2_ENDPOINT: storage.url,
    R2_BUCKET: 'videos',
    R2_ACCESS_KEY_ID: 'test',
    R2_SECRET_ACCESS_KEY: 'a secret of a test',
  }
  world = await openPublisherWorld({ ...bucket, ...ROOMY }, holds.onCall)
  workers = await startWorkers(world)
})

afterEach(async () => {
  holds.clear()
  await nextMinute(world)
})

afterAll(async () => {
  await workers.stop()
  await world.close()
  await storage.stop()
  await rm(folder, { recursive: true })
})

const isBack = async () => {
  storage = await startStorage(Number(new URL(storage.url).port))
}

/** Waits until the step has failed at least once. */
const stumbled = ({ handle }: TrackedJob) =>
  until(async () => {
    const { raw } = await handle.describe()
    return raw.pendingActivities?.some(({ attempt }) => Number(attempt) > 1)
  })

async function expectPublishedOnce(jobs: TrackedJob[]): Promise<void> {
  for (const job of jobs) {
    expect(await job.ended()).toMatchObject({ phase: 'published', commitVerdict: 'published' })
    expect(await job.posts()).toHaveLength(1)
  }
}

const brought = (moment: typeof UPLOADING): Promise<HeldJob[]> =>
  onEveryPlatform((platform) => moment.bring({ world, workers, holds }, platform))

test('a bucket that is out of reach when a job begins is waited for', async () => {
  const jobs = await onEveryPlatform((platform) => trackJob(world, workers, platform))
  await storage.stop()
  for (const job of jobs) await job.start()
  for (const job of jobs) await stumbled(job)
  await isBack()
  await expectPublishedOnce(jobs)
})

test('a bucket that goes away in mid-upload is waited for, and every byte arrives', async () => {
  const jobs = await brought(UPLOADING)
  await storage.stop()
  for (const job of jobs) await job.release()
  for (const job of jobs) if (job.platform !== 'INSTAGRAM') await stumbled(job) // Instagram has fetched it by then
  await isBack()
  await expectPublishedOnce(jobs)
})

test('platforms that are out of reach when a job begins are waited for', async () => {
  const jobs = await onEveryPlatform((platform) => trackJob(world, workers, platform))
  await world.sandbox.stop()
  for (const job of jobs) await job.start()
  for (const job of jobs) await stumbled(job)
  await world.sandbox.start()
  await expectPublishedOnce(jobs)
})

test.each([UPLOADING, COMMITTING])('platforms that go away $name are waited for', async (moment) => {
  const jobs = await brought(moment)
  const stopped = world.sandbox.stop()
  for (const job of jobs) await job.release()
  await stopped
  for (const job of jobs) await stumbled(job)
  await world.sandbox.start()
  await expectPublishedOnce(jobs)
})
