import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Platform } from '../../src/domain/platform'
import type { ConnectionStatus, TokenOwner } from '../../src/domain/ports/tokens'
import { createClient } from '../../src/temporal/connection'
import { createTokenOwner } from '../../src/temporal/owner-gateway'
import { connectionOwnerId } from '../../src/workflows/contract'
import { connectAccount, reconnect } from '../faults/matrix/accounts'
import { keepHistory } from '../support/histories'
import { createHolds } from '../support/holds'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { startSkipping } from '../support/skipping'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()

const holds = createHolds()
let env: TestWorkflowEnvironment
let world: PublisherWorld
let workers: RunningWorkers
let owner: TokenOwner

beforeAll(async () => {
  world = await openPublisherWorld({ REQUEST_TIMEOUT_MS: '30000' }, holds.onCall)
  env = await startSkipping()
  workers = await startWorkers(world, { env })
  owner = createTokenOwner(env.client, systemClock)
})

afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
})

afterAll(async () => {
  await workers.stop()
  await env.teardown()
  await world.close()
})

/** An account of a user of its own. */
async function account(platform: Platform) {
  const connected = await connectAccount(world, platform, {})
  const { connectionId: id } = connected
  const calls = async (operation: string) => (await world.requests(platform, operation)).length
  const [refreshes, revokes] = [await calls('oauth.token'), await calls('oauth.revoke')]
  return {
    ...connected,
    id,
    row: () => world.prisma.platformConnection.findUniqueOrThrow({ where: { id } }),
    set: (status: ConnectionStatus) => world.prisma.platformConnection.update({ where: { id }, data: { status } }),
    handle: env.client.workflow.getHandle(connectionOwnerId(id)),
    refreshes: async () => (await calls('oauth.token')) - refreshes,
    revokes: async () => (await calls('oauth.revoke')) - revokes,
  }
}

/** How many updates its present run has been asked for. */
const askedOf = async ({ handle }: Awaited<ReturnType<typeof account>>): Promise<number> =>
  ((await handle.fetchHistory()).events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes)
    .length

test('everybody who finds the same pair stale waits for one renewal', async () => {
  const youtube = await account('YOUTUBE')
  const refresh = holds.next('YOUTUBE', 'oauth.token', 'arrived')
  // Each from a process of its own: within one, equal calls are one already.
  const callers = Array.from({ length: 5 }, () => createTokenOwner(env.client, systemClock).ensureFresh(youtube.id, 0))
  await refresh.reached
  await until(async () => (await askedOf(youtube)) === callers.length)
  refresh.release()
  await Promise.all(callers)
  expect(await youtube.refreshes()).toBe(1)
  expect((await youtube.row()).tokenRevision).toBe(1)
})

test('equal calls of one process are one update', async () => {
  const youtube = await account('YOUTUBE')
  const refresh = holds.next('YOUTUBE', 'oauth.token', 'arrived')
  const callers = Array.from({ length: 50 }, () => owner.ensureFresh(youtube.id, 0))
  await refresh.reached
  refresh.release()
  await Promise.all(callers)
  expect(await askedOf(youtube)).toBe(1)
})

test('whoever finds the pair dead that a running renewal brings, gets one of its own', async () => {
  const tiktok = await account('TIKTOK')
  const first = holds.next('TIKTOK', 'oauth.token', 'arrived')
  const second = holds.next('TIKTOK', 'oauth.token', 'arrived')
  const ofStale = owner.ensureFresh(tiktok.id, 0)
  await first.reached
  const ofNewer = owner.ensureFresh(tiktok.id, 1)
  await until(async () => (await askedOf(tiktok)) === 2)
  first.release()
  await ofStale
  expect((await tiktok.row()).tokenRevision).toBe(1)
  await second.reached
  second.release()
  await ofNewer
  expect((await tiktok.row()).tokenRevision).toBe(2)
  expect(await tiktok.refreshes()).toBe(2)
})

test('whoever finds an older pair stale is content with what is stored', async () => {
  const youtube = await account('YOUTUBE')
  await owner.ensureFresh(youtube.id, -1)
  expect(await youtube.refreshes()).toBe(0)
})

test('an owner that nobody asks ends, and the next one who asks starts it anew', async () => {
  const youtube = await account('YOUTUBE')
  await owner.ensureFresh(youtube.id, 0)
  const { runId, status } = await youtube.handle.describe()
  expect(status.name).toBe('RUNNING')
  await owner.reconnected(youtube.id)
  await env.sleep('2 minutes')
  expect((await youtube.handle.describe()).status.name).toBe('COMPLETED')
  await keepHistory(youtube.handle, 'connection-renewed')
  await owner.ensureFresh(youtube.id, 1)
  expect((await youtube.handle.describe()).runId).not.toBe(runId)
  expect((await youtube.row()).tokenRevision).toBe(2)
})

test("the Web UI's Cancel button does not cut a renewal off from its answer", async () => {
  const tiktok = await account('TIKTOK')
  const refresh = holds.next('TIKTOK', 'oauth.token', 'done')
  const renewal = owner.ensureFresh(tiktok.id, 0)
  await refresh.reached
  await tiktok.handle.cancel()
  const another = createTokenOwner(env.client, systemClock).ensureFresh(tiktok.id, 0)
  refresh.release()
  await Promise.all([renewal, another])
  await keepHistory(tiktok.handle, 'connection-cancelled')
  expect(await tiktok.refreshes()).toBe(1)
  expect(await tiktok.row()).toMatchObject({ status: 'ACTIVE', tokenRevision: 1 })
})

describe('the end of a grant', () => {
  test('waits for a running renewal, so that the newest pair is ended, and leaves no token behind', async () => {
    const tiktok = await account('TIKTOK')
    const refresh = holds.next('TIKTOK', 'oauth.token', 'done')
    const renewal = owner.ensureFresh(tiktok.id, 0)
    await refresh.reached
    await tiktok.set('REVOKED')
    const end = owner.endGrant(tiktok.id)
    await until(async () => (await askedOf(tiktok)) === 2)
    expect(await tiktok.revokes()).toBe(0)
    refresh.release()
    expect(await end).toBe('revoked')
    await renewal
    expect(await tiktok.revokes()).toBe(1)
    expect(await tiktok.row()).toMatchObject({
      status: 'REVOKED',
      accessToken: '',
      refreshToken: null,
      tokenRevision: 1,
    })
  })

  test('is asked for until the platform is there', async () => {
    const youtube = await account('YOUTUBE')
    await youtube.set('REVOKED')
    await world.control('faults', { platform: 'YOUTUBE', operation: 'oauth.revoke', kind: 'before-effect', times: 2 })
    expect(await owner.endGrant(youtube.id)).toBe('revoked')
    expect(await youtube.revokes()).toBe(3)
    expect(await youtube.row()).toMatchObject({ accessToken: '', refreshToken: null })
    expect(await owner.endGrant(youtube.id)).toBe('revoked')
    expect(await youtube.revokes()).toBe(3)
    await env.sleep('2 minutes')
    await keepHistory(youtube.handle, 'connection-ended')
  })

  test('that a platform leaves to its users is told as such, and the tokens are gone all the same', async () => {
    const instagram = await account('INSTAGRAM')
    await instagram.set('REVOKED')
    expect(await owner.endGrant(instagram.id)).toBe('unsupported')
    expect(await instagram.row()).toMatchObject({ status: 'REVOKED', accessToken: '' })
    expect(await owner.endGrant(instagram.id)).toBe('unsupported')
  })

  test('is pending where Temporal is out of reach', async () => {
    const client = createClient({ ...world.config, TEMPORAL_ADDRESS: '127.0.0.1:1' })
    expect(await createTokenOwner(client, systemClock).endGrant('any')).toBe('pending')
    await client.connection.close()
  })
})

test('an account that is connected anew wakes the jobs that wait for it, at once', async () => {
  const tiktok = await account('TIKTOK')
  await tiktok.set('EXPIRED')
  const { userId, connectionId, accountId: platformUserId } = tiktok
  const job = await trackJob(world, workers, 'TIKTOK', { userId, connectionId, platformUserId })
  await job.start()
  await job.reached('waiting-for-reconnect')
  await reconnect(world, tiktok)
  await owner.reconnected(tiktok.id)
  expect(await job.ended()).toMatchObject({ phase: 'published' })
})
