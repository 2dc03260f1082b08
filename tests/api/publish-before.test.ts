import { randomUUID } from 'node:crypto'
import type { JobView, Receipts } from '../../src/api/schemas/publish-job'
import type { ProblemDetails } from '../../src/api/problems'
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
  api.runs.notified.length = 0
  api.runs.started.length = 0
})

const TARGETS = [{ platform: 'YOUTUBE', options: { privacyStatus: 'private', madeForKids: false } }]

const post = <Body = ProblemDetails>(members: object, headers = {}) =>
  api.send<Body>('POST', '/v1/publish-jobs', { body: { userId, videoId, targets: TARGETS, ...members }, headers })

async function createJob(columns: Partial<Prisma.PublishJobUncheckedCreateInput>): Promise<string> {
  const { jobId } = await api.prisma.publishJob.create({
    data: { jobId: `publish-${randomUUID()}`, userId, videoId, platform: 'YOUTUBE', caption: 'Bedtime', ...columns },
  })
  return jobId
}

const change = (jobId: string, body: object) =>
  api.send<ProblemDetails & { job: JobView }>('PATCH', `/v1/publish-jobs/${jobId}`, { body })

const codesOf = ({ errors = [] }: ProblemDetails) => errors.map((error) => [Object.values(error)[0], error.code])

describe('a request', () => {
  test('says by when its posts must be out, and what a full quota day means for them', async () => {
    const wish = { publishBefore: '2027-01-15T20:00:00+01:00', onQuotaExhausted: 'fail' }
    const { status, body } = await post<Receipts>(wish)
    expect(status).toBe(202)
    const { body: job } = await api.send<JobView>('GET', `/v1/publish-jobs/${body.jobs[0]?.jobId}`)
    expect(job).toMatchObject({ publishBefore: '2027-01-15T19:00:00.000Z', onQuotaExhausted: 'fail' })
  })

  test('that says neither makes jobs that wait for as long as it takes', async () => {
    const { body } = await post<Receipts>({})
    const { body: job } = await api.send<JobView>('GET', `/v1/publish-jobs/${body.jobs[0]?.jobId}`)
    expect(job).toMatchObject({ publishBefore: null, onQuotaExhausted: 'wait', queue: null })
  })

  test.each([
    ['has no offset', '2027-01-15T20:00:00', ['instant-needs-offset']],
    ['is no instant', 'tomorrow', ['malformed-instant']],
    ['has come', '2027-01-15T12:00:00Z', ['publish-before-in-the-past']],
  ])('whose latest instant %s is refused', async (_name, publishBefore, codes) => {
    const { status, body } = await post({ publishBefore })
    expect([status, codesOf(body)]).toEqual([422, codes.map((code) => ['/publishBefore', code])])
  })

  test('is told every fault of its instants and of its wish at once', async () => {
    const { status, body } = await post({
      scheduledFor: '2027-01-15T11:00:00Z',
      publishBefore: '2027-01-15T10:00:00Z',
      onQuotaExhausted: 'panic',
    })
    expect(status).toBe(422)
    expect(codesOf(body).sort()).toEqual([
      ['/onQuotaExhausted', 'not-allowed'],
      ['/publishBefore', 'publish-before-in-the-past'],
      ['/publishBefore', 'publish-before-not-after-scheduled-for'],
      ['/scheduledFor', 'scheduled-in-the-past'],
    ])
  })

  test('must leave time between its instant and its latest one', async () => {
    const at = '2027-01-15T18:00:00Z'
    const { status, body } = await post({ scheduledFor: at, publishBefore: at })
    expect([status, codesOf(body)]).toEqual([422, [['/publishBefore', 'publish-before-not-after-scheduled-for']]])
  })

  test('with the same key and another latest instant is another request', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const first = await post<Receipts>({ publishBefore: '2027-01-15T20:00:00Z' }, headers)
    const again = await post<Receipts>({ publishBefore: '2027-01-15T21:00:00+01:00' }, headers)
    expect(again.body.jobs).toEqual(first.body.jobs)
    const other = await post({ publishBefore: '2027-01-15T20:00:01Z' }, headers)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
  })
})

describe('a change', () => {
  const SCHEDULED = { status: 'DELAYED', phase: 'scheduled', scheduledFor: new Date('2027-01-15T18:00:00Z') } as const

  test('moves the latest instant of a job that has not begun, or takes it away, and its run looks', async () => {
    const jobId = await createJob(SCHEDULED)
    const { status, body } = await change(jobId, { publishBefore: '2027-01-15T19:00:00Z' })
    expect([status, body.job.publishBefore]).toEqual([200, '2027-01-15T19:00:00.000Z'])
    expect(api.runs.notified).toEqual([{ jobId, change: 'edit' }])
    expect((await change(jobId, { publishBefore: null })).body.job.publishBefore).toBeNull()
  })

  test.each([
    ['to one that has come', { publishBefore: '2027-01-15T11:00:00Z' }, 'publish-before-in-the-past'],
    ['to one before its instant', { publishBefore: '2027-01-15T18:00:00Z' }, '/publishBefore'],
    ['of its instant beyond the latest one', { scheduledFor: '2027-01-15T20:00:00Z' }, '/scheduledFor'],
  ])('%s is refused', async (_name, wish, told) => {
    const jobId = await createJob({ ...SCHEDULED, publishBefore: new Date('2027-01-15T19:00:00Z') })
    const { status, body } = await change(jobId, wish)
    expect(status).toBe(422)
    expect(codesOf(body).flat()).toContain(told)
    expect(await api.prisma.publishJob.findUnique({ where: { jobId } })).toMatchObject({ revision: 0 })
  })

  test('of both at once is judged as what comes of it', async () => {
    const jobId = await createJob({ ...SCHEDULED, publishBefore: new Date('2027-01-15T19:00:00Z') })
    const wish = { scheduledFor: '2027-01-16T18:00:00Z', publishBefore: '2027-01-16T19:00:00Z' }
    expect((await change(jobId, wish)).body.job).toMatchObject({
      scheduledFor: '2027-01-16T18:00:00.000Z',
      publishBefore: '2027-01-16T19:00:00.000Z',
    })
  })

  test('of a job that is under way comes too late', async () => {
    const jobId = await createJob({ status: 'ACTIVE', phase: 'uploading' })
    const { status, body } = await change(jobId, { publishBefore: '2027-01-15T19:00:00Z' })
    expect([status, body.code]).toEqual([409, 'too-late'])
  })
})

describe('a retry of a job whose latest instant has come', () => {
  const retry = (jobId: string, query = '') =>
    api.send<ProblemDetails & { job: JobView }>('POST', `/v1/publish-jobs/${jobId}/retry${query}`)

  const expired = () =>
    createJob({
      status: 'FAILED',
      phase: 'failed',
      failedAt: new Date('2027-01-15T11:00:00Z'),
      publishBefore: new Date('2027-01-15T11:00:00Z'),
      errorCode: 'publish-before-passed',
    })

  test('is refused: nobody has said that the post is still wanted', async () => {
    const jobId = await expired()
    const { status, body } = await retry(jobId)
    expect([status, body.code, body.job.phase]).toEqual([409, 'publish-before-passed', 'failed'])
    expect(api.runs.started).toEqual([])
  })

  test('with a later one runs until then', async () => {
    const jobId = await expired()
    const { status, body } = await retry(jobId, '?publishBefore=2027-01-15T19:00:00Z')
    expect([status, body.job.publishBefore]).toEqual([200, '2027-01-15T19:00:00.000Z'])
    expect(api.runs.started).toMatchObject([{ jobId, generation: 2 }])
  })

  test('with one that has come as well is refused by its name', async () => {
    const { status, body } = await retry(await expired(), '?publishBefore=2027-01-15T11:30:00Z')
    expect([status, codesOf(body)]).toEqual([422, [['publishBefore', 'publish-before-in-the-past']]])
  })
})

test('a retry of a job whose latest instant is still to come keeps it', async () => {
  const publishBefore = new Date('2027-01-15T19:00:00Z')
  const jobId = await createJob({ status: 'FAILED', phase: 'failed', failedAt: new Date(), publishBefore })
  expect((await api.send('POST', `/v1/publish-jobs/${jobId}/retry`)).status).toBe(200)
  expect(await api.prisma.publishJob.findUnique({ where: { jobId } })).toMatchObject({ publishBefore })
})
