import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'

let api: TestApi
let userId: string
let videoId: string

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  api.erasureRuns.started.length = 0
  api.erasureRuns.failWith = null
})

type Columns = Partial<Prisma.PublishJobUncheckedCreateInput>

const at = (time: string) => new Date(`2027-01-15T${time}Z`)
const FAILED: Columns = { status: 'FAILED', phase: 'failed', failedAt: at('11:00:00') }
const SCHEDULED: Columns = { status: 'DELAYED', phase: 'scheduled', scheduledFor: at('18:00:00') }
const UPLOADING: Columns = { status: 'ACTIVE', phase: 'uploading', startedAt: at('11:59:00') }
const SENT: Columns = { commitRequestedAt: at('11:59:00'), commitDeadlineAt: at('12:09:00') }
const COMMITTING: Columns = { status: 'ACTIVE', phase: 'committing', ...SENT }
const UNCONFIRMED: Columns = { status: 'DELAYED', phase: 'unconfirmed', waitUntil: at('12:15:00'), ...SENT }

async function addJob(columns: Columns, of = { userId, videoId }): Promise<string> {
  const connectionId = `${of.userId}-YOUTUBE`
  const { jobId } = await api.prisma.publishJob.create({
    data: {
      ...{ jobId: `publish-${randomUUID()}`, ...of, connectionId, platform: 'YOUTUBE', caption: 'Bedtime' },
      ...columns,
    },
  })
  return jobId
}

const erase = (id = userId) => api.send<{ status: string; code: string; jobIds: string[] }>('DELETE', `/v1/users/${id}`)

const connectionsOf = (id: string) => api.prisma.platformConnection.findMany({ where: { userId: id } })

const userRow = () => api.prisma.user.findUniqueOrThrow({ where: { id: userId } })

test('a user who is erased loses accounts and jobs by their rows, and the rest by a run', async () => {
  const [scheduled, uploading] = [await addJob(SCHEDULED), await addJob(UPLOADING)]
  const { status, body } = await erase()
  expect([status, body]).toEqual([202, { status: 'erasing' }])
  expect(await userRow()).toMatchObject({ eraseRequestedAt: new Date(api.clock.nowMs()) })
  for (const connection of await connectionsOf(userId))
    expect(connection).toMatchObject({ status: 'REVOKED', statusReason: 'disconnected' })
  const jobs = await api.prisma.publishJob.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })
  expect(jobs).toMatchObject([
    { jobId: scheduled, phase: 'cancelled' },
    { jobId: uploading, phase: 'uploading', cancelRequestedAt: expect.any(Date) as Date },
  ])
  expect(api.erasureRuns.started).toEqual([userId])
})

test('nobody else is touched', async () => {
  const other = await createCreator(api.prisma)
  const jobId = await addJob(SCHEDULED, other)
  await erase()
  for (const connection of await connectionsOf(other.userId)) expect(connection.status).toBe('ACTIVE')
  expect(await api.prisma.publishJob.findUnique({ where: { jobId } })).toMatchObject({ phase: 'scheduled' })
})

test.each([
  ['committing', COMMITTING],
  ['unconfirmed', UNCONFIRMED],
])('a user of whom a job is %s stays as they are, until its verdict', async (_phase, columns) => {
  const jobId = await addJob(columns)
  const { status, body } = await erase()
  expect([status, body.code, body.jobIds]).toEqual([409, 'user-busy', [jobId]])
  expect(await userRow()).toMatchObject({ eraseRequestedAt: null })
  for (const connection of await connectionsOf(userId)) expect(connection.status).toBe('ACTIVE')
  expect(api.erasureRuns.started).toEqual([])
})

test('asked twice, it is one erasure, since the first request', async () => {
  await erase()
  const row = await userRow()
  api.clock.advance(60_000)
  expect(await erase()).toMatchObject({ status: 202, body: { status: 'erasing' } })
  expect(await userRow()).toEqual(row)
})

test('it is accepted though Temporal is down: the reconciler starts it', async () => {
  api.erasureRuns.failWith = new Error('unreachable')
  expect(await erase()).toMatchObject({ status: 202 })
  expect(await userRow()).toMatchObject({ eraseRequestedAt: expect.any(Date) as Date })
})

test('an unknown user is 404, and a key without `accounts` may not', async () => {
  expect(await erase('user-nobody-has')).toMatchObject({ status: 404, body: { code: 'user-not-found' } })
  const key = await api.newKey(['publish', 'read'])
  expect(await api.send('DELETE', `/v1/users/${userId}`, { key })).toMatchObject({ status: 403 })
  expect(await userRow()).toMatchObject({ eraseRequestedAt: null })
})

describe('while a user is being erased', () => {
  beforeEach(async () => {
    await addJob(FAILED)
    await erase()
  })

  test('they can be read, and not changed', async () => {
    expect((await api.send('GET', `/v1/users/${userId}`)).status).toBe(200)
    const { status, body } = await api.send('PUT', `/v1/users/${userId}`, { body: { email: 'new@example.com' } })
    expect([status, body.code]).toEqual([409, 'user-being-erased'])
    expect((await userRow()).email).not.toBe('new@example.com')
  })

  const targets = [{ platform: 'YOUTUBE', options: { privacyStatus: 'private', madeForKids: false } }]
  test.each<[string, string, () => object]>([
    ['publish', '/v1/publish-jobs', () => ({ userId, videoId, caption: 'Bedtime', targets })],
    ['video', '/v1/videos', () => ({ userId, key: `videos/${userId}/new.mp4`, title: 'New' })],
    ['account', '/v1/connections/youtube/authorize', () => ({ userId })],
  ])('no %s of theirs begins', async (_name, path, body) => {
    api.objects.set(`videos/${userId}/new.mp4`, { etag: 'e', sizeBytes: 1_000, contentType: 'video/mp4' })
    const answer = await api.send('POST', path, { body: body() })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toContainEqual(
      expect.objectContaining({ pointer: '/userId', code: 'user-being-erased' }),
    )
  })

  test('no failed job of theirs is retried', async () => {
    const { jobId } = await api.prisma.publishJob.findFirstOrThrow({ where: { userId } })
    const { status, body } = await api.send('POST', `/v1/publish-jobs/${jobId}/retry`)
    expect([status, body.code]).toEqual([409, 'user-being-erased'])
    expect(await api.prisma.publishJob.findUnique({ where: { jobId } })).toMatchObject({ phase: 'failed' })
  })
})
