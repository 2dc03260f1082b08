import type { Client } from '@temporalio/client'
import { createCooldowns } from '../../src/database/limits/cooldowns'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { openOwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { systemClock } from '../support/workers'

let world: PublisherWorld
let client: Client
let worker: WorkerProcess

beforeAll(async () => {
  world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket' })
  client = createClient(world.config)
  worker = spawnWorker(world)
})
afterAll(async () => {
  await worker.stop()
  await client.connection.close()
  await world.close()
})

/** A job of an account of its own, started as the API does. */
async function started(platform: 'TIKTOK' | 'YOUTUBE', sizeBytes?: number): Promise<TrackedJob> {
  const { target } = await openOwnAccount(world, platform, { clock: systemClock })
  const publish: Parameters<typeof trackJob>[1]['publish'] = async (job) => {
    await createJobHands(world.prisma, systemClock).accept({ principal: 'test', idempotency: null, jobs: [job] })
    await createGateway(client).start({ ...job, generation: 1 })
  }
  const job = await trackJob(world, { client, publish }, platform, { ...target, ...(sizeBytes && { sizeBytes }) })
  await job.start()
  return job
}

const writes = async () =>
  (await Promise.all(['session.start', 'session.put'].map((name) => world.requests('YOUTUBE', name)))).flat().length

test('a worker that is killed while its jobs are paused changes nothing: none writes, and resumed each post exists once', async () => {
  await world.control('faults', { platform: 'YOUTUBE', operation: 'session.put', kind: 'slow', delayMs: 300 })
  const jobs = await Promise.all([1, 2, 3, 4].map(() => started('YOUTUBE', 40 * 1024 * 1024)))
  await until(async () => (await world.requests('YOUTUBE', 'session.put')).length > 2)
  const cooldowns = createCooldowns(world.prisma, systemClock)
  const whole = { platform: 'YOUTUBE', platformUserId: null, scope: 'writes', untilMs: null } as const
  const { id } = await cooldowns.pause({ ...whole, reason: 'an audit', pausedBy: 'tests' })
  // Some are in the middle of a call when their worker dies.
  await worker.kill()
  worker = spawnWorker(world)
  for (const job of jobs) expect(await job.reached('cooling-down')).toMatchObject({ waitReason: 'paused' })
  const settled = await writes()
  await worker.kill()
  worker = spawnWorker(world)
  expect(await (await started('TIKTOK')).ended()).toMatchObject({ phase: 'published' })
  expect(await writes()).toBe(settled)

  await cooldowns.resume(id)
  await createGateway(client).reconcile()
  for (const job of jobs) {
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect(await job.posts()).toHaveLength(1)
  }
})
