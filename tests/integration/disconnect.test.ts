import { PLATFORMS, type Platform } from '../../src/domain/platform'
import type { GrantEnd } from '../../src/domain/ports/tokens'
import { createTokenOwner } from '../../src/temporal/owner-gateway'
import { openGate, type Gate } from '../support/gate'
import { copyToken } from '../support/held-token'
import { createHolds } from '../support/holds'
import { CHUNKED_BYTES, COMMIT, PROBE, UPLOAD } from '../support/moments'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'
import { openWorldApi, type WorldApi } from '../support/world-api'

silenceTemporal()

const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers
let temporal: Gate
let api: WorldApi

beforeAll(async () => {
  const quick = { UNCONFIRMED_INTERVAL_MS: '3600000', COMMIT_TIMEOUT_MS: '5000', CONFIRM_BUDGET_MS: '3000' }
  world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket', ...quick }, holds.onCall)
  workers = await startWorkers(world)
  temporal = await openGate(world.config.TEMPORAL_ADDRESS)
  api = await openWorldApi(world, { TEMPORAL_ADDRESS: temporal.address })
})
afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
})
afterAll(async () => {
  await api.close()
  await temporal.close()
  await workers.stop()
  await world.close()
})

const open = (platform: Platform) => openOwnAccount(world, platform, { clock: systemClock })

const jobOf = ({ platform, target }: OwnAccount, sizeBytes?: number) =>
  trackJob(world, workers, platform, { ...target, ...(sizeBytes && { sizeBytes }) })

interface Answer {
  connection: { status: string; health: { state: string } }
  revocation: GrantEnd
  code: string
  jobIds: string[]
}

const disconnect = ({ target }: OwnAccount, query = '') =>
  api.send<Answer>('DELETE', `/v1/connections/${target.connectionId}${query}`)

const GONE = { status: 'REVOKED', statusReason: 'disconnected', accessToken: '', refreshToken: null }

/** Instagram Login documents no call that ends a grant: there the user alone can. */
const END: Record<Platform, [GrantEnd, status: number]> = {
  TIKTOK: ['revoked', 401],
  INSTAGRAM: ['unsupported', 200],
  YOUTUBE: ['revoked', 401],
}

describe.each(PLATFORMS)('an account on %s that is disconnected', (platform) => {
  test('is ended at the platform as far as that lets it, and its tokens are gone; a second time answers the same', async () => {
    const account = await open(platform)
    const token = await copyToken(world, account)
    expect(await token.use()).toBe(200)
    const first = await disconnect(account)
    expect(first).toMatchObject({ status: 200, body: { revocation: END[platform][0] } })
    expect(await account.connection()).toMatchObject(GONE)
    expect(await token.use()).toBe(END[platform][1])
    expect(await disconnect(account)).toEqual(first)
  })

  test('stops a job in mid-upload, by choice', async () => {
    const account = await open(platform)
    const job = await jobOf(account, CHUNKED_BYTES)
    const hold = holds.next(platform, UPLOAD[platform], 'arrived')
    await job.start()
    await hold.reached
    expect((await disconnect(account, '?jobs=cancel')).status).toBe(200)
    hold.release()
    expect(await job.ended()).toMatchObject({ phase: 'cancelled', commitRequestedAt: null })
    expect(await job.posts()).toHaveLength(0)
  })

  test('parks a job in mid-upload, by choice; it is published once when the account is back', async () => {
    const account = await open(platform)
    const job = await jobOf(account, CHUNKED_BYTES)
    const hold = holds.next(platform, UPLOAD[platform], 'arrived')
    await job.start()
    await hold.reached
    expect((await disconnect(account, '?jobs=park')).status).toBe(200)
    hold.release()
    expect(await job.reached('waiting-for-reconnect')).toMatchObject({ commitRequestedAt: null })
    expect(await job.posts()).toHaveLength(0)
    await account.reconnect()
    await createTokenOwner(workers.client, systemClock).reconnected(account.target.connectionId)
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect(await job.posts()).toHaveLength(1)
  })

  test('stays connected while a commit is on its way, and ends without a question once it has its verdict', async () => {
    const account = await open(platform)
    const job = await jobOf(account)
    const hold = holds.next(platform, COMMIT[platform], 'arrived')
    await job.start()
    await hold.reached
    for (const query of ['', '?jobs=cancel', '?jobs=park'])
      expect(await disconnect(account, query)).toMatchObject({
        status: 409,
        body: { code: 'connection-busy', jobIds: [job.job.jobId] },
      })
    expect(await account.connection()).toMatchObject({ status: 'ACTIVE' })
    hold.release()
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect((await disconnect(account)).status).toBe(200)
    expect(await job.posts()).toHaveLength(1)
  })
})

test('an account stays connected while a commit is unconfirmed: its token is what finds out', async () => {
  const account = await open('TIKTOK')
  const job = await jobOf(account)
  const fault = (operation: string, kind: string, times?: number) =>
    world.control('faults', { platform: 'TIKTOK', operation, kind, status: 500, ...(times && { times }) })
  await fault(COMMIT.TIKTOK, 'after-effect', 1)
  const commit = holds.next('TIKTOK', COMMIT.TIKTOK, 'done')
  await job.start()
  await commit.reached
  await fault(PROBE.TIKTOK, 'before-effect')
  commit.release()
  await job.reached('unconfirmed')
  expect(await disconnect(account, '?jobs=cancel')).toMatchObject({ status: 409, body: { code: 'connection-busy' } })
  await world.control('faults', undefined, 'DELETE')
  await workers.gateway.wake(job.job.jobId)
  expect(await job.ended()).toMatchObject({ phase: 'published' })
  expect((await disconnect(account)).status).toBe(200)
})

test('a platform that cannot be told is told later; until then nobody uses the tokens that still lie there', async () => {
  const account = await open('YOUTUBE')
  const job = await jobOf(account)
  await world.control('faults', { platform: 'YOUTUBE', operation: 'oauth.revoke', kind: 'before-effect', status: 500 })
  expect(await disconnect(account)).toMatchObject({ status: 200, body: { revocation: 'pending' } })
  const { accessToken } = await account.connection()
  expect(accessToken).not.toBe('')

  // Accepted in the instant before.
  await job.start()
  await job.reached('waiting-for-reconnect')
  const sessions = (await world.requests('YOUTUBE', 'session.start')).length

  await world.control('faults', undefined, 'DELETE')
  await until(async () => (await account.connection()).accessToken === '')
  expect(await account.connection()).toMatchObject(GONE)
  expect(await world.requests('YOUTUBE', 'session.start')).toHaveLength(sessions)
})

test('with Temporal down an account is disconnected by its row, and the next round of renewals ends its grant', async () => {
  const account = await open('TIKTOK')
  const token = await copyToken(world, account)
  temporal.cut()
  const answer = await disconnect(account)
  temporal.open()
  expect(answer).toMatchObject({ status: 200, body: { connection: { status: 'REVOKED' }, revocation: 'pending' } })
  await workers.client.workflow.execute('renewConnections', { taskQueue: 'publish', workflowId: 'a-round' })
  expect(await account.connection()).toMatchObject(GONE)
  expect(await token.use()).toBe(401)
})
