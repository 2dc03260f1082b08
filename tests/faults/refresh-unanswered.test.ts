import type { Platform } from '../../src/domain/platform'
import { createHolds } from '../support/holds'
import { ROOMY } from '../support/limits'
import { onEveryPlatform } from '../support/moments'
import { openOwnPostgres, type OwnPostgres } from '../support/own-servers'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'
import { connectAccount } from './matrix/accounts'

silenceTemporal()
const holds = createHolds()
let postgres: OwnPostgres
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  postgres = await openOwnPostgres()
  // An answer is held back for longer than a database takes to go.
  const place = { DATABASE_URL: postgres.url, REQUEST_TIMEOUT_MS: '60000' }
  world = await openPublisherWorld({ ...place, ...ROOMY }, holds.onCall)
  await world.control('settings/INSTAGRAM', { refreshAfterSeconds: 0 }, 'PATCH')
  workers = await startWorkers(world)
})

afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
})

afterAll(async () => {
  await workers.stop()
  await world.close()
  await postgres.close()
})

/** A job that needs a renewal before it can publish. */
async function staleJob(platform: Platform) {
  const {
    userId,
    connectionId,
    accountId: platformUserId,
  } = await connectAccount(world, platform, {
    staleToken: true,
  })
  const job = await trackJob(world, workers, platform, { userId, connectionId, platformUserId })
  const refreshes = () => world.requests(platform, 'oauth.token')
  const earlier = (await refreshes()).length
  return {
    ...job,
    refreshes: async () => (await refreshes()).slice(earlier),
    connection: () => world.prisma.platformConnection.findUniqueOrThrow({ where: { id: connectionId } }),
  }
}

test('a token endpoint that is down, talks HTML or hangs up changes no status; each publish waits for it and comes once', async () => {
  const jobs = await onEveryPlatform(staleJob)
  // One more than a flight of the owner's takes: the step that waits for it asks again.
  const plan = [
    { kind: 'before-effect', times: 4 },
    { kind: 'html-error', times: 1 },
    { kind: 'drop-connection', times: 1 },
  ]
  for (const { platform } of jobs)
    for (const fault of plan) await world.control('faults', { platform, operation: 'oauth.token', ...fault })
  for (const job of jobs) await job.start()

  for (const job of jobs) {
    const told = await until(async () => {
      const connection = await job.connection()
      return connection.refreshFailure !== null && connection
    })
    expect(told).toMatchObject({ status: 'ACTIVE', statusReason: null, tokenRevision: 0 })
    expect(told.refreshFailedAt).not.toBeNull()
  }
  for (const job of jobs) {
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect(await job.posts()).toHaveLength(1)
    expect(await job.refreshes()).toHaveLength(7)
    expect(await job.connection()).toMatchObject({
      status: 'ACTIVE',
      statusChangedAt: null,
      refreshFailure: null,
      tokenRevision: 1,
    })
  }
})

test.each(['stop', 'kill'] as const)(
  'a database that is gone by %s between the answer to a refresh and its storing loses no grant',
  async (end) => {
    const jobs = await onEveryPlatform(async (platform) => {
      const job = await staleJob(platform)
      const answer = holds.next(platform, 'oauth.token', 'done')
      await job.start()
      await answer.reached
      return { ...job, release: answer.release }
    })
    await postgres[end]()
    for (const job of jobs) job.release()
    for (const job of jobs) await until(async () => (await job.refreshes()).length === 1)
    await postgres.start()

    for (const job of jobs) {
      expect(await job.ended()).toMatchObject({ phase: 'published' })
      expect(await job.posts()).toHaveLength(1)
      expect(await job.refreshes()).toMatchObject([{ status: 200 }])
      expect(await job.connection()).toMatchObject({ status: 'ACTIVE', refreshStartedAt: null, tokenRevision: 1 })
    }
  },
)
