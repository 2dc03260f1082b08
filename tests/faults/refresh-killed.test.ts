import type { Client } from '@temporalio/client'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import type { Platform } from '../../src/domain/platform'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { createTokenOwner } from '../../src/temporal/owner-gateway'
import { createHolds } from '../support/holds'
import { ROOMY } from '../support/limits'
import { onEveryPlatform, type Starter } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { systemClock } from '../support/workers'
import { connectAccount, reconnect } from './matrix/accounts'

const holds = createHolds()
let world: PublisherWorld
let client: Client
let starter: Starter

beforeAll(async () => {
  // An answer is held back for longer than a worker takes to start.
  world = await openPublisherWorld({ ...ROOMY, REQUEST_TIMEOUT_MS: '120000', LOG_LEVEL: 'info' }, holds.onCall)
  await world.control('settings/INSTAGRAM', { refreshAfterSeconds: 0 }, 'PATCH')
  client = createClient(world.config)
  const hands = createJobHands(world.prisma, systemClock)
  starter = {
    client,
    async publish(job) {
      await hands.accept({ principal: 'test', idempotency: null, jobs: [job] })
      await createGateway(client).start({ ...job, generation: 1 })
    },
  }
})

afterEach(holds.clear)

afterAll(async () => {
  await client.connection.close()
  await world.close()
})

/** Resolves once the process serves its queues. */
async function startWorker(): Promise<WorkerProcess> {
  let output = ''
  const worker = spawnWorker(world, (data) => (output += data.toString()))
  await until(() => Promise.resolve(output.includes('"working"')))
  return worker
}

/** A publish that waits for a renewal which the platform has made, and whose answer is still on its way. */
async function answering(platform: Platform) {
  const account = await connectAccount(world, platform, { staleToken: true })
  const { userId, connectionId, accountId: platformUserId } = account
  const job = await trackJob(world, starter, platform, { userId, connectionId, platformUserId })
  const refreshes = async () => (await world.requests(platform, 'oauth.token')).length
  const earlier = await refreshes()
  const answer = holds.next(platform, 'oauth.token', 'done')
  await job.start()
  await answer.reached
  return {
    ...job,
    account,
    release: answer.release,
    refreshes: async () => (await refreshes()) - earlier,
    connection: () => world.prisma.platformConnection.findUniqueOrThrow({ where: { id: connectionId } }),
  }
}

test('a worker killed by signal 9 between the answer to a refresh and its storing costs a reconnect on TikTok, and nothing elsewhere', async () => {
  const first = await startWorker()
  const jobs = await onEveryPlatform(answering)
  const spare = await startWorker()
  await first.kill()
  for (const job of jobs) job.release()

  for (const job of jobs.filter(({ platform }) => platform !== 'TIKTOK')) {
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect(await job.connection()).toMatchObject({ status: 'ACTIVE', refreshFailure: null, tokenRevision: 1 })
  }
  for (const job of jobs.filter(({ platform }) => platform === 'TIKTOK')) {
    await job.reached('waiting-for-reconnect')
    expect(await job.connection()).toMatchObject({
      status: 'EXPIRED',
      statusReason: 'refresh-answer-lost',
      tokenRevision: 0,
    })
    expect(await job.posts()).toHaveLength(0)
    await reconnect(world, job.account)
    await createTokenOwner(client, systemClock).reconnected(job.account.connectionId)
    expect(await job.ended()).toMatchObject({ phase: 'published' })
  }
  for (const job of jobs) {
    expect(await job.refreshes()).toBe(2)
    expect(await job.posts()).toHaveLength(1)
  }
  await spare.stop()
})

test('a worker that is told to stop stores the answer that it waits for first', async () => {
  const first = await startWorker()
  const jobs = await onEveryPlatform(answering)
  const stopped = first.stop()
  for (const job of jobs) job.release()
  await stopped
  for (const job of jobs) {
    expect(await job.connection()).toMatchObject({ status: 'ACTIVE', refreshStartedAt: null, tokenRevision: 1 })
  }
  const spare = await startWorker()
  for (const job of jobs) {
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect(await job.refreshes()).toBe(1)
    expect(await job.posts()).toHaveLength(1)
  }
  await spare.stop()
})
