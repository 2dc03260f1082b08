import { randomUUID } from 'node:crypto'
import { createTokenStore } from '../../src/database/tokens'
import type { Prisma } from '../../src/generated/prisma/client'
import type { ConnectionView } from '../../src/api/schemas/connection'
import { createVideo } from '../support/api'
import { openBrowser, openConnectWorld, told, type ConnectWorld, type Way } from '../support/connect'
import { until } from '../support/until'

let world: ConnectWorld

beforeAll(async () => {
  world = await openConnectWorld()
})
afterAll(() => world.close())

const TIKTOK: Way = { platform: 'tiktok' }
const FACEBOOK: Way = { platform: 'instagram', login: 'facebook' }

const idOf = async (userId: string) => (await world.stored(userId, 'TIKTOK'))?.id ?? ''

const change = async (userId: string, data: Prisma.PlatformConnectionUpdateInput) =>
  world.api.prisma.platformConnection.update({ where: { id: await idOf(userId) }, data })

/** As our own disconnect leaves it while the platform has not been told yet. */
const disconnect = (userId: string) =>
  change(userId, {
    status: 'REVOKED',
    statusReason: 'disconnected',
    statusChangedAt: new Date(world.api.clock.nowMs()),
  })

async function addJob(userId: string, platformUserId: string, data: Partial<Prisma.PublishJobUncheckedCreateInput>) {
  const { jobId } = await world.api.prisma.publishJob.create({
    data: {
      jobId: `publish-${randomUUID()}`,
      userId,
      videoId: await createVideo(world.api.prisma, userId),
      platform: 'TIKTOK',
      connectionId: await idOf(userId),
      platformUserId,
      caption: '',
      hashtags: [],
      ...data,
    },
  })
  return jobId
}

const jobOf = (jobId: string) => world.api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })

describe('an account that another user has', () => {
  test.each([
    ['ACTIVE', null],
    ['EXPIRED', 'grant-revoked'],
    ['REVOKED', 'authorization-removed'],
  ] as const)('connected and %s is not taken away', async (status, statusReason) => {
    const [holder, other, account] = [await world.newUser(), await world.newUser(), await world.newAccount('TIKTOK')]
    await world.connect(holder, TIKTOK, { account })
    await change(holder, { status, statusReason })
    const before = await world.stored(holder, 'TIKTOK')

    const answer = told(await world.connect(other, TIKTOK, { account }))

    expect(answer).toEqual({ status: 'refused', code: 'account-taken' })
    expect(await world.stored(other, 'TIKTOK')).toBeNull()
    expect(await world.stored(holder, 'TIKTOK')).toEqual(before)
  })

  test('disconnected here is free: the old row gives it up, with the tokens that would end the new grant', async () => {
    const [former, present, account] = [await world.newUser(), await world.newUser(), await world.newAccount('TIKTOK')]
    await world.connect(former, TIKTOK, { account })
    await disconnect(former)

    expect(told(await world.connect(present, TIKTOK, { account })).status).toBe('connected')

    expect(await world.stored(present, 'TIKTOK')).toMatchObject({ platformUserId: account, status: 'ACTIVE' })
    const left = await world.stored(former, 'TIKTOK')
    expect(left).toMatchObject({ status: 'REVOKED', statusReason: 'disconnected', accessToken: '', refreshToken: null })
    const shown = await world.api.send<ConnectionView>('GET', `/v1/connections/${left?.id}`)
    expect(shown.body).toMatchObject({ platformUserId: null, health: { state: 'disconnected', usable: false } })

    const back = told(await world.connect(former, TIKTOK, { account }))
    expect(back).toEqual({ status: 'refused', code: 'account-taken' })
    const own = await world.newAccount('TIKTOK')
    expect(told(await world.connect(former, TIKTOK, { account: own })).connectionId).toBe(left?.id)
  })

  test('goes to one of two users who connect it at the same moment', async () => {
    const account = await world.newAccount('TIKTOK')
    const users = await Promise.all([1, 2, 3].map(() => world.newUser()))
    const answers = (await Promise.all(users.map((user) => world.connect(user, TIKTOK, { account })))).map(told)
    expect(answers.map(({ status }) => status).sort()).toEqual(['connected', 'refused', 'refused'])
    expect(await world.api.prisma.platformConnection.count({ where: { platformUserId: account } })).toBe(1)
  })
})

describe('another account in place of the old one', () => {
  test('takes the same row and fails the jobs that were made for the old one, but none whose commit is open', async () => {
    const userId = await world.newUser()
    const [old, present] = [await world.newAccount('TIKTOK'), await world.newAccount('TIKTOK')]
    await world.connect(userId, TIKTOK, { account: old })
    const connectionId = await idOf(userId)
    const waiting = await addJob(userId, old, { status: 'DELAYED', phase: 'waiting-for-reconnect' })
    const committed = await addJob(userId, old, {
      status: 'DELAYED',
      phase: 'unconfirmed',
      commitRequestedAt: new Date(),
      commitNumber: 1,
      commitDeadlineAt: new Date(),
    })
    world.api.owner.reconnections = []
    world.api.runs.woken = []

    world.api.clock.advance(1_000)
    const answer = told(await world.connect(userId, TIKTOK, { account: present }))

    expect(answer).toEqual({ status: 'connected', connectionId })
    expect(await world.stored(userId, 'TIKTOK')).toMatchObject({ platformUserId: present, tokenRevision: 2 })
    expect(await jobOf(waiting)).toMatchObject({ status: 'FAILED', errorCode: 'account-changed' })
    expect(await jobOf(committed)).toMatchObject({ status: 'DELAYED', phase: 'unconfirmed' })
    expect(world.api.runs.woken).toEqual([waiting])
    expect(world.api.owner.reconnections).toEqual([connectionId])
  })

  test('is refused where the link was made for one account only', async () => {
    const userId = await world.newUser()
    const [wanted, chosen] = [await world.newAccount('TIKTOK'), await world.newAccount('TIKTOK')]
    const refused = told(await world.connect(userId, TIKTOK, { account: chosen, platformUserId: wanted }))
    expect(refused).toMatchObject({ status: 'refused', code: 'account-not-offered' })
    expect(refused.accounts).toContain(chosen)
    expect(await world.stored(userId, 'TIKTOK')).toBeNull()
    const answer = told(await world.connect(userId, TIKTOK, { account: wanted, platformUserId: wanted }))
    expect(answer.status).toBe('connected')
  })
})

test('of several accounts that the user lets the app use, the link names the one; else all are listed', async () => {
  const userId = await world.newUser()
  const facebookUser = randomUUID()
  const pages = [
    await world.newAccount('INSTAGRAM', { facebookUser }),
    await world.newAccount('INSTAGRAM', { facebookUser }),
  ]
  const [first = '', second = ''] = pages

  const refused = told(await world.connect(userId, FACEBOOK, { account: first }))
  expect(refused).toMatchObject({ status: 'refused', code: 'account-choice-needed' })
  const listed = JSON.parse(refused.accounts ?? '') as { platformUserId: string; platformUsername: string }[]
  expect(listed.map(({ platformUserId }) => platformUserId).sort()).toEqual(pages.sort())
  expect(listed[0]?.platformUsername).toMatch(/^name\.of\./)
  const page = await world.connect(userId, FACEBOOK, { account: first, returnTo: null })
  expect(page.text).toContain(second)
  expect(await world.stored(userId, 'INSTAGRAM')).toBeNull()

  const answer = told(await world.connect(userId, FACEBOOK, { account: first, platformUserId: second }))
  expect(answer.status).toBe('connected')
  expect(await world.stored(userId, 'INSTAGRAM')).toMatchObject({ platformUserId: second, login: 'facebook' })
})

describe('the newest consent wins', () => {
  /** Two consents whose codes are exchanged in the other order than they were given. */
  async function overtake(userId: string, older: string, newer: string) {
    const [first, second] = [openBrowser(), openBrowser()]
    const slow = await first.consent(await world.link(userId, TIKTOK), { account: older })
    const quick = await second.consent(await world.link(userId, TIKTOK), { account: newer })
    const exchanged = (await world.sandbox.calls('oauth.token')).length
    await world.sandbox.control('POST', '/faults', {
      platform: 'TIKTOK',
      operation: 'oauth.token',
      kind: 'slow',
      delayMs: 1_500,
      times: 1,
    })
    const slowEnd = first.visit(slow)
    await until(async () => (await world.sandbox.calls('oauth.token')).length > exchanged)
    world.api.clock.advance(1_000)
    const quickEnd = await second.visit(quick)
    return { slow: told(await slowEnd), quick: told(quickEnd) }
  }

  test('over an older one to another account that is exchanged later', async () => {
    const userId = await world.newUser()
    const [older, newer] = [await world.newAccount('TIKTOK'), await world.newAccount('TIKTOK')]
    const ends = await overtake(userId, older, newer)
    expect(ends.quick.status).toBe('connected')
    expect(ends.slow).toEqual({ status: 'refused', code: 'consent-superseded' })
    expect(await world.stored(userId, 'TIKTOK')).toMatchObject({ platformUserId: newer, tokenRevision: 1 })
  })

  test('over an older one to the same account, whose browser is told that it is connected', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
    const ends = await overtake(userId, account, account)
    expect(ends.slow).toEqual(ends.quick)
    expect(await world.stored(userId, 'TIKTOK')).toMatchObject({ status: 'ACTIVE', tokenRevision: 1 })
  })

  test('over a renewal that was under way: its answer is not stored', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
    await world.connect(userId, TIKTOK, { account })
    const tokens = createTokenStore(world.api.prisma, world.api.cipher)
    const before = await tokens.load(await idOf(userId))
    const of = { connectionId: await idOf(userId), revision: before?.revision ?? NaN }
    expect(await tokens.beginRefresh(of, world.api.clock.nowMs())).toBe(true)

    await world.connect(userId, TIKTOK, { account })
    const consented = await world.stored(userId, 'TIKTOK')

    const late = { accessToken: 'late', refreshToken: 'late', expiresInSeconds: 7_200 }
    expect(await tokens.store(of, late, world.api.clock.nowMs())).toBe(false)
    await tokens.refuse(of, { status: 'EXPIRED', reason: 'grant-revoked' }, world.api.clock.nowMs())
    expect(await world.stored(userId, 'TIKTOK')).toEqual(consented)
    expect(consented).toMatchObject({ status: 'ACTIVE', refreshStartedAt: null })
  })

  test('but not over a disconnect that came after it', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
    await world.connect(userId, TIKTOK, { account })
    const browser = openBrowser()
    const callback = await browser.consent(await world.link(userId, TIKTOK), { account })
    await change(userId, {
      status: 'REVOKED',
      statusReason: 'disconnected',
      statusChangedAt: new Date(world.api.clock.nowMs() + 1),
    })
    expect(told(await browser.visit(callback))).toEqual({ status: 'refused', code: 'consent-superseded' })
    expect(await world.stored(userId, 'TIKTOK')).toMatchObject({ status: 'REVOKED' })
  })

  test('many at once of one user leave one row, connected', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
    const visits = await Promise.all([1, 2, 3, 4, 5].map(() => world.connect(userId, TIKTOK, { account })))
    const answers = visits.map(told)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['connected']))
    expect(new Set(answers.map(({ connectionId }) => connectionId)).size).toBe(1)
    expect(await world.stored(userId, 'TIKTOK')).toMatchObject({ status: 'ACTIVE', platformUserId: account })
  })
})
