import { ALL_TARGETS, createCreator, createVideo, startTestApi } from '../support/api'
import type { Receipts } from '../../src/api/schemas/publish-job'
import type { ProblemDetails } from '../../src/api/problems'
import type { TestApi } from '../support/api'

let api: TestApi
let userId: string
let videoId: string

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  api.runs.started.length = 0
  api.runs.failWith = null
})

const publish = <Body = Receipts>(extra: object = {}, headers: Record<string, string> = {}) =>
  api.send<Body>('POST', '/v1/publish-jobs', {
    body: { userId, videoId, caption: 'Bedtime', hashtags: ['parenting'], targets: ALL_TARGETS, ...extra },
    headers,
  })

test('one request for three platforms makes three jobs and starts their runs with ids only', async () => {
  const { status, body } = await publish()

  expect(status).toBe(202)
  expect(body.jobs).toHaveLength(3)
  const [first] = body.jobs
  const jobId = String(first?.jobId)
  expect(jobId).toMatch(/^publish-[\w-]+$/)
  expect(first).toEqual({
    jobId,
    platform: 'TIKTOK',
    status: 'PENDING',
    phase: 'accepted',
    scheduledFor: null,
    links: {
      self: `/v1/publish-jobs/${jobId}`,
      workflow: `http://127.0.0.1:8233/namespaces/publisher/workflows/${jobId}`,
    },
  })
  expect(api.runs.started).toHaveLength(3)
  expect(api.runs.started[0]).toEqual({
    jobId,
    generation: 1,
    userId,
    videoId,
    platform: 'TIKTOK',
    scheduledFor: null,
  })
  const rows = await api.prisma.publishJob.findMany({ where: { userId } })
  expect(rows.map((row) => row.jobId).sort()).toEqual(body.jobs.map((job) => job.jobId).sort())
})

test('a job is pinned to the account that its connection had, with what the target says instead of the request', async () => {
  const own = { platform: 'INSTAGRAM', caption: 'For the feed', hashtags: ['reels'], options: { shareToFeed: false } }
  const { body } = await publish({ targets: [own], scheduledFor: '2027-01-16T09:00:00+01:00' })

  const row = await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId: String(body.jobs[0]?.jobId) } })
  expect(row).toMatchObject({
    connectionId: `${userId}-INSTAGRAM`,
    platformUserId: `INSTAGRAM-${userId}`,
    caption: 'For the feed',
    hashtags: ['reels'],
    options: { shareToFeed: false },
    principal: 'tests',
  })
  expect(row.scheduledFor?.toISOString()).toBe('2027-01-16T08:00:00.000Z')
})

test('with Temporal out of reach the jobs are accepted all the same', async () => {
  api.runs.failWith = new Error('Temporal is down')

  const { status, body } = await publish()

  expect(status).toBe(202)
  expect(await api.prisma.publishJob.count({ where: { userId, status: 'PENDING' } })).toBe(3)
  expect(api.logText()).toContain(String(body.jobs[0]?.jobId))
})

test('a repeated request with the same key answers the same jobs and makes none', async () => {
  const headers = { 'idempotency-key': `order-${userId}` }
  const first = await publish({}, headers)
  const second = await publish({}, headers)

  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(second.status).toBe(202)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.body).toEqual(first.body)
  expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(3)
})

test('the order of members does not make another request', async () => {
  const headers = { 'idempotency-key': `order-${userId}` }
  await publish({}, headers)
  const body = { targets: ALL_TARGETS, hashtags: ['parenting'], caption: 'Bedtime', videoId, userId }
  const { status } = await api.send('POST', '/v1/publish-jobs', { body, headers })
  expect(status).toBe(202)
})

test('twenty identical requests at once make one set of jobs', async () => {
  const headers = { 'idempotency-key': `order-${userId}` }
  const answers = await Promise.all(Array.from({ length: 20 }, () => publish({}, headers)))

  expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(202))
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body.jobs))).size).toBe(1)
  expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(3)
})

test('a replay is answered although its instant has passed since', async () => {
  const headers = { 'idempotency-key': `order-${userId}` }
  const scheduledFor = new Date(api.clock.nowMs() + 60_000).toISOString()
  const first = await publish({ scheduledFor }, headers)
  api.clock.advance(120_000)

  const second = await publish({ scheduledFor }, headers)

  expect(second.status).toBe(202)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.body.jobs[0]?.jobId).toBe(first.body.jobs[0]?.jobId)
  expect((await publish({ scheduledFor })).status).toBe(422)
})

test('a key that made other jobs is refused', async () => {
  const headers = { 'idempotency-key': `order-${userId}` }
  await publish({}, headers)
  const { status, body } = await publish<ProblemDetails>({ caption: 'Another' }, headers)

  expect(status).toBe(422)
  expect(body.code).toBe('idempotency-key-reused')
})

test('the same key of another principal makes its own jobs', async () => {
  const headers = { 'idempotency-key': `order-${userId}` }
  await publish({}, headers)
  const key = await api.newKey(['publish'], 'another-service')
  const body = { userId, videoId: await createVideo(api.prisma, userId), targets: [{ platform: 'INSTAGRAM' }] }
  const { status, headers: answered } = await api.send('POST', '/v1/publish-jobs', { body, headers, key })

  expect(status).toBe(202)
  expect(answered.get('idempotent-replayed')).toBeNull()
})

test('a video that is about to be published on an account is refused there, unless a duplicate is asked for', async () => {
  const first = await publish({ targets: [{ platform: 'INSTAGRAM' }] })
  const second = await publish()

  expect(second.status).toBe(409)
  expect(second.body).toMatchObject({
    code: 'duplicate-publish',
    existing: { jobId: first.body.jobs[0]?.jobId },
    errors: [{ pointer: '/targets/1' }],
  })
  expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(1)
  expect((await publish({ allowDuplicate: true })).status).toBe(202)
})

test('no caption enters the log', async () => {
  await publish({ caption: 'A caption that nobody logs' })
  expect(api.logText()).toContain('/v1/publish-jobs')
  expect(api.logText()).not.toContain('A caption that nobody logs')
})
