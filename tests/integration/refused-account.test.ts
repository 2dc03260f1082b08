import { keepHistory } from '../support/histories'
import { openParking, type Parking } from '../support/parking'
import { silenceTemporal } from '../support/quiet'

silenceTemporal()

let parking: Parking

beforeAll(async () => {
  parking = await openParking()
})
afterEach(() => parking.forgetFaults())
afterAll(() => parking.close())

test('once a platform has refused an account, its other jobs wait without a call', async () => {
  const account = await parking.openAccount('TIKTOK')
  await (await parking.parkedInMidUpload(account)).reached('waiting-for-reconnect')
  const calls = async () => (await parking.world.requests('TIKTOK', 'creator_info.query')).length
  const before = await calls()
  expect(before).toBeGreaterThan(0)
  const [first, second] = [await parking.jobOf(account), await parking.jobOf(account)]
  await Promise.all([first.start(), second.start()])
  for (const job of [first, second])
    expect(await job.reached('waiting-for-reconnect')).toMatchObject({ waitReason: 'reconnect-required', attempts: [] })
  expect(await calls()).toBe(before)
})

describe('a job of its own wait', () => {
  test('of nothing fails at once; connected again and retried, it is published', async () => {
    const account = await parking.openAccount('YOUTUBE')
    const job = await parking.parkedInMidUpload(account, { reconnectWaitSeconds: 0 })
    expect(await job.ended()).toMatchObject({
      phase: 'failed',
      errorCategory: 'auth',
      errorMessage: expect.stringMatching(/connect.*Then retry the job with \/retry\.$/),
    })
    await account.reconnect()
    await parking.retry(job)
    expect(await job.ended()).toMatchObject({ phase: 'published', generation: 2 })
    expect(await job.posts()).toHaveLength(1)
  })

  test('fails by itself when that is over', async () => {
    const account = await parking.openAccount('INSTAGRAM')
    const job = await parking.parkedInMidUpload(account, { reconnectWaitSeconds: 2 })
    await job.reached('waiting-for-reconnect')
    expect(await job.ended()).toMatchObject({ phase: 'failed', errorMessage: expect.stringMatching(/\/retry\.$/) })
    await keepHistory(job.handle, 'reconnect-passed')
  })
})

describe('what a platform refuses in use', () => {
  test.each([
    [460, 'EXPIRED', 'reconnect-required'],
    [458, 'REVOKED', 'authorization-removed'],
  ])('as Instagram does with 190/%s makes the connection %s', async (revokedAs, status, statusReason) => {
    const account = await parking.openAccount('INSTAGRAM', { revokedAs, revoked: true })
    const job = await parking.jobOf(account)
    await job.start()
    expect(await job.reached('waiting-for-reconnect')).toMatchObject({ waitReason: statusReason })
    expect(await account.connection()).toMatchObject({ status, statusReason })
  })

  test('right after the token was renewed, once, is refused for good', async () => {
    const account = await parking.openAccount('YOUTUBE')
    const refusal = { status: 401, body: { error: { errors: [{ reason: 'authError' }] } } }
    await parking.world.control('faults', {
      platform: 'YOUTUBE',
      operation: 'session.start',
      kind: 'before-effect',
      ...refusal,
    })
    const renewals = async () => (await parking.world.requests('YOUTUBE', 'oauth.token')).length
    const before = await renewals()
    const job = await parking.jobOf(account)
    await job.start()
    expect(await job.reached('waiting-for-reconnect')).toMatchObject({
      waitReason: 'reconnect-required',
      errorMessage: expect.stringMatching(/renewed this moment.*connect the account again/),
    })
    expect(await renewals()).toBe(before + 1)
    expect(await account.connection()).toMatchObject({ status: 'EXPIRED', statusReason: 'reconnect-required' })
    await parking.forgetFaults()
    await parking.reconnect(account)
    expect(await job.ended()).toMatchObject({ phase: 'published' })
  })

  test('is no loss of the account where publishing does not need the permission', async () => {
    const scopes = ['user.info.basic', 'video.publish', 'video.upload']
    const account = await parking.openAccount('TIKTOK', { scopes, dailyPostCap: 1, publicIdDelaySeconds: 0 })
    const job = await parking.jobOf(account)
    await job.start()
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    await job.handle.result()
    expect((await job.row()).attempts).toContainEqual(expect.objectContaining({ step: 'enrich', outcome: 'failed' }))
    expect(await account.connection()).toMatchObject({ status: 'ACTIVE', statusReason: null })
  })

  test('is one where it needs it', async () => {
    const account = await parking.openAccount('TIKTOK', { scopes: ['user.info.basic', 'video.list'] })
    const job = await parking.jobOf(account)
    await job.start()
    await job.reached('waiting-for-reconnect')
    expect(await account.connection()).toMatchObject({ status: 'EXPIRED', statusReason: 'connection-lacks-permission' })
  })
})

describe('a fault of our own is none of the account: the job waits with its reason', () => {
  test('a token that our keys do not open', async () => {
    const account = await parking.openAccount('INSTAGRAM')
    const { accessToken } = await account.connection()
    const where = { id: account.target.connectionId }
    await parking.world.prisma.platformConnection.update({ where, data: { accessToken: `${accessToken}x` } })
    const job = await parking.jobOf(account)
    await job.start()
    expect(await job.reached('cooling-down')).toMatchObject({
      waitReason: 'token-unreadable',
      errorCategory: 'internal',
    })
    expect(await account.connection()).toMatchObject({ status: 'ACTIVE' })
    await parking.world.prisma.platformConnection.update({ where, data: { accessToken } })
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect(await job.posts()).toHaveLength(1)
    await keepHistory(job.handle, 'cooled')
  })

  test('a platform that does not know our app', async () => {
    const account = await parking.openAccount('YOUTUBE')
    await parking.world.prisma.platformConnection.update({
      where: { id: account.target.connectionId },
      data: { expiresAt: new Date() },
    })
    const fault = { platform: 'YOUTUBE', operation: 'oauth.token', kind: 'before-effect' }
    await parking.world.control('faults', { ...fault, status: 401, body: { error: 'invalid_client' } })
    const job = await parking.jobOf(account)
    await job.start()
    expect(await job.reached('cooling-down')).toMatchObject({
      errorCategory: 'internal',
      waitReason: expect.any(String),
    })
    expect(await account.connection()).toMatchObject({ status: 'ACTIVE' })
    await parking.forgetFaults()
    expect(await job.ended()).toMatchObject({ phase: 'published' })
  })
})
