import { randomUUID } from 'node:crypto'
import type { GrantEnd } from '../../src/domain/ports/tokens'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'

interface Disconnected {
  connection: { id: string; status: string; health: { usable: boolean; state: string } }
  revocation: GrantEnd
  remedy: string | null
}

let api: TestApi
let userId: string
let videoId: string
let connectionId: string

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  connectionId = `${userId}-YOUTUBE`
  api.owner.grantEnd = 'revoked'
  api.owner.endings.length = 0
  api.runs.notified.length = 0
  api.runs.failWith = null
})

type Columns = Partial<Prisma.PublishJobUncheckedCreateInput>

const at = (time: string) => new Date(`2027-01-15T${time}Z`)
const UPLOADING: Columns = { status: 'ACTIVE', phase: 'uploading', startedAt: at('11:59:00') }
const SCHEDULED: Columns = { status: 'DELAYED', phase: 'scheduled', scheduledFor: at('18:00:00') }
const SENT: Columns = { commitRequestedAt: at('11:59:00'), commitDeadlineAt: at('12:09:00') }
const COMMITTING: Columns = { status: 'ACTIVE', phase: 'committing', ...SENT }
const UNCONFIRMED: Columns = { status: 'DELAYED', phase: 'unconfirmed', waitUntil: at('12:15:00'), ...SENT }
const PUBLISHED: Columns = { status: 'COMPLETED', phase: 'published', completedAt: at('11:00:00'), ...SENT }

async function addJob(columns: Columns): Promise<string> {
  const { jobId } = await api.prisma.publishJob.create({
    data: {
      ...{ jobId: `publish-${randomUUID()}`, userId, videoId, connectionId, platform: 'YOUTUBE', caption: 'Bedtime' },
      ...columns,
    },
  })
  return jobId
}

const disconnect = (query = '', id = connectionId) =>
  api.send<Disconnected & { code: string; jobs: number; jobIds: string[] }>('DELETE', `/v1/connections/${id}${query}`)

const rowOf = (id = connectionId) => api.prisma.platformConnection.findUniqueOrThrow({ where: { id } })

const jobOf = (jobId: string) => api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })

test('an account that nobody needs is ended in the row first, then at its platform', async () => {
  const { status, body } = await disconnect()
  expect(status).toBe(200)
  expect(body).toMatchObject({
    connection: { id: connectionId, status: 'REVOKED', health: { usable: false, state: 'disconnected' } },
    revocation: 'revoked',
    remedy: null,
  })
  expect(await rowOf()).toMatchObject({
    status: 'REVOKED',
    statusReason: 'disconnected',
    statusChangedAt: new Date(api.clock.nowMs()),
  })
  expect(api.owner.endings).toEqual([connectionId])
})

test('the other accounts of the user stay as they are', async () => {
  await disconnect()
  expect(await rowOf(`${userId}-TIKTOK`)).toMatchObject({ status: 'ACTIVE', statusReason: null })
})

test.each<[GrantEnd, string, RegExp]>([
  ['pending', 'YOUTUBE', /^Nothing needs to be done/],
  ['unsupported', 'INSTAGRAM', /remove the app in Instagram/],
])('a grant that is %s is told with what to do about it', async (grantEnd, platform, remedy) => {
  api.owner.grantEnd = grantEnd
  const { status, body } = await disconnect('', `${userId}-${platform}`)
  expect([status, body.revocation]).toEqual([200, grantEnd])
  expect(body.remedy).toMatch(remedy)
})

test("a grant of Facebook Login's that only its user can end is to be looked for in Facebook", async () => {
  const id = `${userId}-INSTAGRAM`
  await api.prisma.platformConnection.update({ where: { id }, data: { login: 'facebook' } })
  api.owner.grantEnd = 'unsupported'
  expect((await disconnect('', id)).body.remedy).toMatch(/remove the app in Facebook/)
})

test('disconnecting twice answers the same, and changes nothing more', async () => {
  const first = await disconnect()
  const row = await rowOf()
  api.clock.advance(60_000)
  const second = await disconnect()
  expect(second.status).toBe(200)
  expect(second.body).toEqual(first.body)
  expect(await rowOf()).toEqual(row)
})

test('an account that its user has removed at the platform can be given up here', async () => {
  await api.prisma.platformConnection.update({
    where: { id: connectionId },
    data: { status: 'REVOKED', statusReason: 'authorization-removed', statusChangedAt: at('10:00:00') },
  })
  expect((await disconnect()).body.connection.health.state).toBe('disconnected')
})

describe('live jobs', () => {
  test('make it a question, which names how many there are; nothing is changed until it is answered', async () => {
    const jobIds = [await addJob(UPLOADING), await addJob(SCHEDULED)]
    await addJob(PUBLISHED)
    const { status, body } = await disconnect()
    expect([status, body.code, body.jobs]).toEqual([409, 'jobs-depend', 2])
    expect(await rowOf()).toMatchObject({ status: 'ACTIVE', statusReason: null, statusChangedAt: null })
    for (const jobId of jobIds) expect(await jobOf(jobId)).toMatchObject({ cancelRequestedAt: null })
    expect(api.owner.endings).toEqual([])
  })

  test('are cancelled by choice: an idle one at once, one at work as soon as its run hears of it', async () => {
    const [uploading, scheduled] = [await addJob(UPLOADING), await addJob(SCHEDULED)]
    const elsewhere = await addJob({ ...SCHEDULED, connectionId: `${userId}-TIKTOK`, platform: 'TIKTOK' })
    const published = await addJob(PUBLISHED)
    expect((await disconnect('?jobs=cancel')).status).toBe(200)
    expect(await jobOf(scheduled)).toMatchObject({ phase: 'cancelled', waitUntil: null })
    expect(await jobOf(uploading)).toMatchObject({ phase: 'uploading', cancelRequestedAt: expect.any(Date) as Date })
    for (const jobId of [elsewhere, published]) expect(await jobOf(jobId)).toMatchObject({ cancelRequestedAt: null })
    expect(api.runs.notified.map(({ jobId }) => jobId).sort()).toEqual([uploading, scheduled].sort())
  })

  test('are left alone by choice, to wait for a reconnect when they come to need the account', async () => {
    const jobId = await addJob(SCHEDULED)
    expect((await disconnect('?jobs=park')).status).toBe(200)
    expect(await jobOf(jobId)).toMatchObject({ phase: 'scheduled', cancelRequestedAt: null })
    expect(api.runs.notified).toEqual([])
  })

  test('are cancelled by their rows though Temporal is down', async () => {
    const jobId = await addJob(SCHEDULED)
    api.runs.failWith = new Error('unreachable')
    expect((await disconnect('?jobs=cancel')).status).toBe(200)
    expect(await jobOf(jobId)).toMatchObject({ phase: 'cancelled' })
  })

  test.each([
    ['committing', COMMITTING],
    ['unconfirmed', UNCONFIRMED],
  ])('keep the account while one is %s, whatever was chosen', async (_phase, columns) => {
    const jobId = await addJob(columns)
    const other = await addJob(SCHEDULED)
    for (const query of ['', '?jobs=cancel', '?jobs=park']) {
      const { status, body } = await disconnect(query)
      expect([status, body.code, body.jobIds]).toEqual([409, 'connection-busy', [jobId]])
    }
    expect(await rowOf()).toMatchObject({ status: 'ACTIVE', statusReason: null })
    expect(await jobOf(other)).toMatchObject({ phase: 'scheduled', cancelRequestedAt: null })
    expect(api.owner.endings).toEqual([])
  })

  test('keep it no longer once the commit has its verdict', async () => {
    await addJob({ ...UPLOADING, ...SENT, commitVerdict: 'not-published' })
    expect((await disconnect('?jobs=cancel')).status).toBe(200)
  })
})

test('nothing can be published to a disconnected account', async () => {
  await disconnect()
  const { status, body } = await api.send('POST', '/v1/publish-jobs', {
    body: {
      ...{ userId, videoId, caption: 'Bedtime' },
      targets: [{ platform: 'YOUTUBE', options: { privacyStatus: 'private', madeForKids: false } }],
    },
  })
  expect([status, body.errors?.[0]]).toMatchObject([422, { code: 'connection-not-usable' }])
})

test('an unknown connection is 404, an unknown choice 422, and a key without `accounts` may not', async () => {
  expect(await disconnect('', 'connection-nobody-has')).toMatchObject({
    status: 404,
    body: { code: 'connection-not-found' },
  })
  expect(await disconnect('?jobs=forget')).toMatchObject({ status: 422 })
  const key = await api.newKey(['publish', 'read'])
  expect(await api.send('DELETE', `/v1/connections/${connectionId}`, { key })).toMatchObject({ status: 403 })
  expect(await rowOf()).toMatchObject({ status: 'ACTIVE' })
})
