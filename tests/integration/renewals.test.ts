import { randomUUID } from 'node:crypto'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { RENEW_SCHEDULE_ID } from '../../src/workflows/contract'
import { connectAccount } from '../faults/matrix/accounts'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { scheduleAll } from '../support/schedules'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld()
  await world.control('settings/INSTAGRAM', { refreshAfterSeconds: 0 }, 'PATCH')
  workers = await startWorkers(world)
})

afterEach(async () => {
  await world.control('faults', undefined, 'DELETE')
  await world.prisma.platformConnection.updateMany({ data: { renewAt: null } })
})

afterAll(async () => {
  await workers.stop()
  await world.close()
})

const rowOf = ({ connectionId: id }: { connectionId: string }) =>
  world.prisma.platformConnection.findUniqueOrThrow({ where: { id } })

/** An account whose pair is to be renewed since an hour. */
async function dueAccount(platform: Platform, profile = {}) {
  const account = await connectAccount(world, platform, { profile })
  const renewAt = new Date(Date.now() - HOUR_MS)
  await world.prisma.platformConnection.update({ where: { id: account.connectionId }, data: { renewAt } })
  return account
}

const renew = () =>
  workers.client.workflow.execute('renewConnections', { taskQueue: 'publish', workflowId: `renew-${randomUUID()}` })

const refreshes = async () =>
  (await Promise.all(PLATFORMS.map((platform) => world.requests(platform, 'oauth.token')))).flat().length

test('accounts that were connected just now are left alone for a day at least', async () => {
  await renew()
  expect(await refreshes()).toBe(0)
  const rows = await world.prisma.platformConnection.findMany({ where: { userId: world.userId } })
  expect(rows).toHaveLength(PLATFORMS.length)
  for (const { renewAt } of rows) expect(renewAt?.getTime()).toBeGreaterThan(Date.now() + DAY_MS)
})

test('what is due is renewed once, and then is not due for a long time', async () => {
  const accounts = await Promise.all(PLATFORMS.map((platform) => dueAccount(platform)))
  const earlier = await refreshes()
  await renew()
  await renew()
  expect(await refreshes()).toBe(earlier + PLATFORMS.length)
  for (const account of accounts) {
    const { status, tokenRevision, renewAt } = await rowOf(account)
    expect({ status, tokenRevision }).toEqual({ status: 'ACTIVE', tokenRevision: 1 })
    expect(renewAt?.getTime()).toBeGreaterThan(Date.now() + 29 * DAY_MS)
  }
})

test('an account that its platform refuses is marked, and is no concern of the others', async () => {
  const refused = await dueAccount('YOUTUBE', { revoked: true })
  const others = await Promise.all(PLATFORMS.map((platform) => dueAccount(platform)))
  await renew()
  const { status, statusReason, statusChangedAt } = await rowOf(refused)
  expect({ status, statusReason }).toEqual({ status: 'EXPIRED', statusReason: 'grant-revoked' })
  expect(statusChangedAt).not.toBeNull()
  for (const account of others) expect(await rowOf(account)).toMatchObject({ status: 'ACTIVE', tokenRevision: 1 })
})

test('an outage changes no status; what it has kept from being renewed is renewed by a later round', async () => {
  const tiktok = await dueAccount('TIKTOK')
  const youtube = await dueAccount('YOUTUBE')
  await world.control('faults', { platform: 'YOUTUBE', operation: 'oauth.token', kind: 'html-error' })
  const { renewAt } = await rowOf(youtube)
  await renew()
  expect(await rowOf(tiktok)).toMatchObject({ status: 'ACTIVE', tokenRevision: 1 })
  expect(await rowOf(youtube)).toMatchObject({ status: 'ACTIVE', statusReason: null, tokenRevision: 0, renewAt })
  expect((await rowOf(youtube)).refreshFailure).not.toBeNull()
  await world.control('faults', undefined, 'DELETE')
  await renew()
  expect(await rowOf(youtube)).toMatchObject({ status: 'ACTIVE', tokenRevision: 1, refreshFailure: null })
})

test('a grant that could not be ended when its user disconnected is ended by a later round', async () => {
  const { connectionId } = await connectAccount(world, 'TIKTOK', {})
  await world.prisma.platformConnection.update({ where: { id: connectionId }, data: { status: 'REVOKED' } })
  await renew()
  expect(await rowOf({ connectionId })).toMatchObject({ status: 'REVOKED', accessToken: '', refreshToken: null })
  expect(await world.requests('TIKTOK', 'oauth.revoke')).toMatchObject([{ status: 200 }])
})

test('ways to a consent page that were left a day ago are forgotten, later ones are kept', async () => {
  const attempt = (expiredMsAgo: number) => ({
    userId: world.userId,
    platform: 'TIKTOK' as const,
    principal: 'test',
    linkHash: randomUUID(),
    expiresAt: new Date(Date.now() - expiredMsAgo),
  })
  const [old, recent] = [attempt(DAY_MS + HOUR_MS), attempt(DAY_MS - HOUR_MS)]
  await world.prisma.connectionAttempt.createMany({ data: [old, recent] })
  await renew()
  const left = await world.prisma.connectionAttempt.findMany({ select: { linkHash: true } })
  expect(left).toEqual([{ linkHash: recent.linkHash }])
})

test('all this is done by a schedule, one round at a time, spread by chance', async () => {
  await scheduleAll(workers.client)
  await scheduleAll(workers.client, { renewIntervalMs: 2 * HOUR_MS })
  const schedule = workers.client.schedule.getHandle(RENEW_SCHEDULE_ID)
  const { spec, policies } = await schedule.describe()
  expect(spec).toMatchObject({ intervals: [{ every: 2 * HOUR_MS }], jitter: (2 * HOUR_MS) / 10 })
  expect(policies.overlap).toBe('SKIP')

  const account = await dueAccount('TIKTOK')
  await schedule.trigger()
  const { action } = await until(async () => (await schedule.describe()).info.recentActions.at(-1))
  const run = workers.client.workflow.getHandle(action.workflow.workflowId)
  await run.result()
  await keepHistory(run, 'renewal-round')
  expect(await world.prisma.roundReport.findUnique({ where: { name: RENEW_SCHEDULE_ID } })).toMatchObject({
    counts: { due: expect.any(Number) },
  })
  expect((await rowOf(account)).tokenRevision).toBe(1)
})
