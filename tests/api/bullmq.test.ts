import type { z } from 'zod'
import type { ProblemDetails } from '../../src/api/problems'
import type { bullMqJob, bullMqJobPage } from '../../src/api/schemas/bullmq'
import type { Receipts } from '../../src/api/schemas/publish-job'
import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { ALL_TARGETS, createCreator, startTestApi, type TestApi } from '../support/api'
import { DAY_MS, retentionOf } from '../support/retention'

type BullMqJob = z.output<typeof bullMqJob>
type Page = z.output<typeof bullMqJobPage>

let api: TestApi
let userId: string
let videoId: string
/** Of the user's jobs: TikTok, Instagram, YouTube. */
let jobIds: string[]
/** Bound to the user. */
let key: string

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  const { body } = await api.send<Receipts>('POST', '/v1/publish-jobs', {
    body: { userId, videoId, caption: 'Bedtime', targets: ALL_TARGETS },
  })
  jobIds = body.jobs.map(({ jobId }) => jobId)
  key = newApiKey()
  await api.prisma.apiKey.create({ data: { principal: 'tests', userId, keyHash: hashApiKey(key), scopes: ['read'] } })
})

const read = <Body = Page>(path: string, as = key) => api.send<Body>('GET', `/v1/bullmq${path}`, { key: as })
const idsIn = ({ body }: { body: Page }) => body.items.map(({ id }) => id)

/** Ends a job at the instant of the test. */
function end(index: number, phase: 'published' | 'failed') {
  const at = new Date(api.clock.nowMs())
  const ending =
    phase === 'published'
      ? { status: 'COMPLETED' as const, completedAt: at }
      : { status: 'FAILED' as const, failedAt: at }
  return api.prisma.publishJob.update({ where: { jobId: jobIds[index] }, data: { phase, ...ending } })
}

test('a job is read by its id as BullMQ would tell it', async () => {
  const jobId = jobIds[1]
  const change = { status: 'ACTIVE', phase: 'uploading', bytesSent: 7_500_000n, attemptNumber: 1 } as const
  const { createdAt } = await api.prisma.publishJob.update({ where: { jobId }, data: change })
  const { status, body } = await read<BullMqJob>(`/jobs/${jobId}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ id: jobId, name: 'publish-instagram', state: 'active', progress: 50, timestamp: createdAt.getTime() },
    data: { userId, videoId, platform: 'INSTAGRAM', connectionId: `${userId}-INSTAGRAM`, caption: 'Bedtime' },
  })
})

test('jobs are listed by their states, page by page', async () => {
  await end(0, 'published')
  await end(1, 'failed')
  expect(idsIn(await read('/jobs')).sort()).toEqual([...jobIds].sort())
  expect(idsIn(await read('/jobs?state=completed'))).toEqual([jobIds[0]])
  expect(idsIn(await read('/jobs?state=waiting,failed')).sort()).toEqual([jobIds[1], jobIds[2]].sort())
  expect(idsIn(await read('/jobs?state=delayed'))).toEqual([])

  const first = await read('/jobs?limit=2')
  const second = await read(`/jobs?limit=2&cursor=${first.body.nextCursor}`)
  expect([...idsIn(first), ...idsIn(second)].sort()).toEqual([...jobIds].sort())
  expect(second.body.nextCursor).toBeNull()
})

test('jobs are counted by state, the states too that none is ever in', async () => {
  await end(0, 'published')
  const { status, body } = await read<Record<string, number>>('/counts')
  expect(status).toBe(200)
  expect(body).toEqual({
    ...{ waiting: 2, active: 0, completed: 1, failed: 0, delayed: 0 },
    ...{ prioritized: 0, 'waiting-children': 0 },
  })
})

test.each([
  ['/jobs?state=paused', 'state', 'unknown-state'],
  ['/jobs?state=', 'state', 'unknown-state'],
  ['/jobs?limit=0', 'limit', 'too-small'],
  ['/jobs?cursor=elsewhere', 'cursor', 'invalid-cursor'],
  ['/jobs?queue=publish', 'queue', 'unknown-parameter'],
  [`/jobs/${'x'.repeat(129)}`, 'jobId', 'malformed'],
])('%s is refused by name', async (path, parameter, code) => {
  const { status, body } = await read<ProblemDetails>(path)
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'validation-failed' })
  expect(body.errors).toMatchObject([{ parameter, code }])
})

test('what is out of reach is as if it were not there', async () => {
  const mine = jobIds
  const others = await createCreator(api.prisma)
  await api.send('POST', '/v1/publish-jobs', { body: { ...others, targets: ALL_TARGETS } })
  expect(idsIn(await read('/jobs?limit=100')).sort()).toEqual([...mine].sort())

  const foreign = await api.newKey(['read'], 'newsroom')
  await api.prisma.user.update({ where: { id: userId }, data: { principal: 'tests' } })
  const { status, body } = await read<ProblemDetails>(`/jobs/${mine[0]}`, foreign)
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'job-not-found' })
  expect(idsIn(await read('/jobs?limit=100', foreign))).not.toContain(mine[0])
})

test('a removed job says so, an unknown one is not found, and each route needs a key that may read', async () => {
  await end(0, 'failed')
  api.clock.advance(100 * DAY_MS)
  await retentionOf(api).remove('jobs')
  expect((await read<ProblemDetails>(`/jobs/${jobIds[0]}`)).body).toMatchObject({ status: 410, code: 'job-removed' })
  expect((await read<ProblemDetails>('/jobs/none')).body).toMatchObject({ status: 404, code: 'job-not-found' })

  const publisher = await api.newKey(['publish'])
  for (const path of ['/jobs', '/jobs/none', '/counts']) {
    expect((await read<ProblemDetails>(path, publisher)).body.code).toBe('scope-missing')
    expect((await api.send('GET', `/v1/bullmq${path}`, { key: null })).body.code).toBe('api-key-missing')
    expect((await read<ProblemDetails>(path, 'of-nobody')).body.code).toBe('api-key-invalid')
  }
})
