import type { Client } from '@temporalio/client'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import type { NewJob } from '../../src/domain/ports/jobs'
import type { Platform } from '../../src/domain/platform'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { systemClock } from '../support/workers'
import { until } from '../support/until'

const MIB = 1024 * 1024

let world: PublisherWorld
let client: Client
let worker: WorkerProcess

beforeAll(async () => {
  world = await openPublisherWorld()
  client = createClient(world.config)
  worker = spawnWorker(world)
})

afterEach(() => world.control('faults', undefined, 'DELETE'))

afterAll(async () => {
  await worker.stop()
  await client.connection.close()
  await world.close()
})

async function publish(platform: Platform, sizeBytes: number): Promise<{ job: NewJob; sha256: string }> {
  const video = await world.addVideo(sizeBytes)
  const job = await world.newJob(platform, video.id)
  await createJobHands(world.prisma, systemClock).accept({ principal: 'test', idempotency: null, jobs: [job] })
  await createGateway(client).start({ ...job, generation: 1 })
  return { job, sha256: video.sha256 }
}

const rowOf = ({ jobId }: NewJob) => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })

const succeeded = async (platform: Platform, operation: string) =>
  (await world.requests(platform, operation)).filter(({ status }) => status !== null && status < 400).length

async function killAndRestart(): Promise<void> {
  await worker.kill()
  worker = spawnWorker(world)
}

describe('a worker killed by signal 9 in mid-upload', () => {
  test.each([
    ['TIKTOK', 'chunk.put', 'video.init'],
    ['YOUTUBE', 'session.put', 'session.start'],
  ] as const)('resumes on %s where the platform says it is, and the post exists once', async (platform, put, open) => {
    await world.control('faults', { platform, operation: put, kind: 'slow', delayMs: 400 })
    const [opened, stored] = [await succeeded(platform, open), await succeeded(platform, put)]
    const { job, sha256 } = await publish(platform, 80 * MIB)
    await until(async () => (await succeeded(platform, put)) >= stored + 3)
    await killAndRestart()
    await client.workflow.getHandle(job.jobId).result()
    await keepHistory(client.workflow.getHandle(job.jobId), 'worker-killed-uploading')

    expect((await world.posts(platform)).filter((post) => post.sha256 === sha256)).toHaveLength(1)
    expect(await rowOf(job)).toMatchObject({ phase: 'published' })
    // One upload was opened, and of 8 to 10 parts none was taken twice.
    expect(await succeeded(platform, open)).toBe(opened + 1)
    expect((await succeeded(platform, put)) - stored).toBeLessThanOrEqual(10)
  })

  test('uses the container again on INSTAGRAM, and the post exists once', async () => {
    const { platformUserId } = await world.newJob('INSTAGRAM', 'any')
    await world.control(`accounts/INSTAGRAM/${platformUserId}`, { processingSeconds: 4 }, 'PATCH')
    const { job, sha256 } = await publish('INSTAGRAM', 5 * MIB)
    // Before the container's id is stored, losing it is harmless: an orphan that nobody sees.
    await until(() => world.prisma.checkpoint.findFirst({ where: { publishJob: { jobId: job.jobId } } }))
    const created = await succeeded('INSTAGRAM', 'media.create')
    await killAndRestart()
    await client.workflow.getHandle(job.jobId).result()

    expect((await world.posts('INSTAGRAM')).filter((post) => post.sha256 === sha256)).toHaveLength(1)
    expect(await rowOf(job)).toMatchObject({ phase: 'published' })
    expect(await succeeded('INSTAGRAM', 'media.create')).toBe(created)
  })
})

describe('a worker killed by signal 9 while its commit is on the way', () => {
  test.each([
    ['TIKTOK', 'chunk.put'],
    ['INSTAGRAM', 'media.publish'],
    ['YOUTUBE', 'session.put'],
  ] as const)('probes on %s before anything else, and the post exists once', async (platform, commit) => {
    // The platform publishes, and the answer is still to come when the worker dies.
    await world.control('faults', { platform, operation: commit, kind: 'slow', delayMs: 3_000, times: 1 })
    const { job, sha256 } = await publish(platform, 2 * MIB)
    await until(async () => (await world.posts(platform)).some((post) => post.sha256 === sha256))
    await killAndRestart()
    await client.workflow.getHandle(job.jobId).result()
    await keepHistory(client.workflow.getHandle(job.jobId), 'worker-killed-committing')

    expect((await world.posts(platform)).filter((post) => post.sha256 === sha256)).toHaveLength(1)
    expect(await rowOf(job)).toMatchObject({ phase: 'published', commitVerdict: 'published' })
  })
})

test('a worker killed by signal 9 while it renews a token is missed within seconds, and the renewal made anew', async () => {
  await world.control('faults', {
    platform: 'YOUTUBE',
    operation: 'oauth.token',
    kind: 'slow',
    delayMs: 3_000,
    times: 1,
  })
  const { connectionId } = await world.newJob('YOUTUBE', 'any')
  await world.prisma.platformConnection.update({ where: { id: connectionId }, data: { expiresAt: new Date(0) } })
  const before = await succeeded('YOUTUBE', 'oauth.token')
  const { job, sha256 } = await publish('YOUTUBE', 2 * MIB)
  await until(async () => (await succeeded('YOUTUBE', 'oauth.token')) > before)
  await killAndRestart()
  await client.workflow.getHandle(job.jobId).result()

  expect((await world.posts('YOUTUBE')).filter((post) => post.sha256 === sha256)).toHaveLength(1)
  expect(await succeeded('YOUTUBE', 'oauth.token')).toBe(before + 2)
})
