import { randomUUID } from 'node:crypto'
import type { JobView } from '../../src/api/schemas/publish-job'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'

let api: TestApi
let userId: string
let videoId: string
let operator: string

beforeAll(async () => {
  api = await startTestApi()
  operator = await api.newKey(['operate'])
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  api.runs.notified.length = 0
  api.runs.started.length = 0
  api.runs.failWith = null
})

type Columns = Partial<Prisma.PublishJobUncheckedCreateInput>

async function createJob(columns: Columns = {}): Promise<string> {
  const connectionId = `${userId}-YOUTUBE`
  const { jobId } = await api.prisma.publishJob.create({
    data: {
      ...{ jobId: `publish-${randomUUID()}`, userId, videoId, connectionId, platform: 'YOUTUBE', caption: 'Bedtime' },
      options: { privacyStatus: 'private', madeForKids: false },
      ...columns,
    },
  })
  return jobId
}

const at = (time: string) => new Date(`2027-01-15T${time}Z`)
const FAILED: Columns = { status: 'FAILED', phase: 'failed', failedAt: at('11:00:00'), errorCode: 'a-problem' }
const UNCONFIRMED: Columns = {
  status: 'DELAYED',
  phase: 'unconfirmed',
  waitReason: 'YouTube gave no answer.',
  waitUntil: at('12:15:00'),
  commitRequestedAt: at('11:00:00'),
  commitDeadlineAt: at('11:10:00'),
}

const send = (jobId: string, act: string, body?: unknown, key?: string) =>
  api.send<JobView & { answer: string; job: JobView; code: string }>('POST', `/v1/publish-jobs/${jobId}/${act}`, {
    ...(body === undefined ? {} : { body }),
    ...(key ? { key } : {}),
  })

describe('retry', () => {
  test('starts a failed job again, under the next generation', async () => {
    const jobId = await createJob(FAILED)
    const { status, body } = await send(jobId, 'retry')
    expect([status, body.answer, body.job.phase, body.job.generation]).toEqual([200, 'retried', 'accepted', 2])
    expect(api.runs.started).toMatchObject([{ jobId, generation: 2 }])
  })

  test('works while Temporal is down: the reconciler starts the job', async () => {
    api.runs.failWith = new Error('unreachable')
    const jobId = await createJob(FAILED)
    const { status, body } = await send(jobId, 'retry')
    expect([status, body.job.status]).toEqual([200, 'PENDING'])
  })

  test.each<[string, Columns, string]>([
    ['a waiting job', { status: 'DELAYED', phase: 'cooling-down' }, 'not-retryable'],
    ['an unconfirmed job', UNCONFIRMED, 'unconfirmed'],
  ])('of %s is 409 with the state', async (_name, columns, code) => {
    const jobId = await createJob(columns)
    const { status, body } = await send(jobId, 'retry')
    expect([status, body.code, body.job.phase]).toEqual([409, code, columns.phase])
    expect(api.runs.started).toEqual([])
  })

  test('of a video that another job publishes is 409, unless the caller wants it twice', async () => {
    const jobId = await createJob(FAILED)
    const other = await createJob()
    const { status, body } = await send(jobId, 'retry')
    expect([status, body.code]).toEqual([409, 'duplicate-publish'])
    expect(body).toMatchObject({ existing: { jobId: other } })
    expect((await send(jobId, 'retry?allowDuplicate=true')).status).toBe(200)
  })
})

describe('resolve', () => {
  test('records the post that a person has found, and tells the run', async () => {
    const jobId = await createJob(UNCONFIRMED)
    const { status, body } = await send(jobId, 'resolve', { live: true, platformPostId: 'dQw4w9WgXcQ' }, operator)
    expect([status, body.answer, body.job.phase, body.job.post?.postId]).toEqual([
      ...[200, 'resolved', 'published', 'dQw4w9WgXcQ'],
    ])
    expect(api.runs.notified).toEqual([{ jobId, change: 'resolveOutcome' }])
  })

  test('fails a job whose post is not there, ready for a retry', async () => {
    const jobId = await createJob(UNCONFIRMED)
    const { body } = await send(jobId, 'resolve', { live: false }, operator)
    expect([body.job.phase, body.job.error?.code]).toEqual(['failed', 'resolved-not-published'])
    expect((await send(jobId, 'retry')).body.answer).toBe('retried')
  })

  test('is for operators', async () => {
    const jobId = await createJob(UNCONFIRMED)
    expect((await send(jobId, 'resolve', { live: false })).body.code).toBe('scope-missing')
  })

  test.each([
    { live: true },
    { live: 'yes' },
    { live: true, platformPostId: 'a b' },
    { live: false, platformPostId: 'x' },
    {},
  ])('refuses %j and changes nothing', async (body) => {
    const jobId = await createJob(UNCONFIRMED)
    expect((await send(jobId, 'resolve', body, operator)).body.code).toBe('validation-failed')
    expect(await api.prisma.publishJob.findUnique({ where: { jobId } })).toMatchObject({ phase: 'unconfirmed' })
  })

  test('of a job that is not unconfirmed is 409', async () => {
    const jobId = await createJob(FAILED)
    expect((await send(jobId, 'resolve', { live: false }, operator)).body.code).toBe('not-unconfirmed')
  })
})

test('an unconfirmed job tells the last answer, its time, the next probe and what a person can do', async () => {
  const jobId = await createJob({
    ...UNCONFIRMED,
    attempts: {
      create: [
        { generation: 1, step: 'commit', startedAt: at('11:00:00'), endedAt: at('11:00:09'), outcome: 'unknown' },
        {
          ...{ generation: 1, step: 'probe', startedAt: at('11:59:00'), endedAt: at('11:59:01'), outcome: 'failed' },
          message: 'YouTube has an internal error.',
        },
      ],
    },
  })
  const { body } = await api.send<JobView>('GET', `/v1/publish-jobs/${jobId}`)
  expect(body.unconfirmed).toEqual({
    committedAt: at('11:00:00').toISOString(),
    lastAnswer: 'YouTube has an internal error.',
    lastProbeAt: at('11:59:01').toISOString(),
    nextProbeAt: at('12:15:00').toISOString(),
    remedy: expect.stringContaining('/resolve'),
  })
})

describe('an edit', () => {
  const edit = (jobId: string, body: unknown) =>
    api.send<{ answer: string; job: JobView; code: string; errors: { code: string; pointer: string }[] }>(
      ...(['PATCH', `/v1/publish-jobs/${jobId}`, { body }] as const),
    )

  test('changes texts and options of a job that has not begun, and tells the run', async () => {
    const jobId = await createJob({ phase: 'scheduled', status: 'DELAYED', scheduledFor: at('18:00:00') })
    const { status, body } = await edit(jobId, { caption: 'A better one', hashtags: ['sleep'] })
    expect([status, body.answer, body.job.caption, body.job.hashtags]).toEqual([
      ...[200, 'edited', 'A better one', ['sleep']],
    ])
    expect(api.runs.notified).toEqual([{ jobId, change: 'edit' }])
  })

  test('is judged by the rules of the platform, all of them at once', async () => {
    const jobId = await createJob()
    const { body } = await edit(jobId, {
      caption: '<b>',
      options: { privacyStatus: 'private', madeForKids: false, sound: 'loud' },
      scheduledFor: '2020-01-01T00:00:00Z',
    })
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual(['/caption', '/options/sound', '/scheduledFor'])
    expect(await api.prisma.publishJob.findUnique({ where: { jobId } })).toMatchObject({
      caption: 'Bedtime',
      revision: 0,
    })
  })

  test('of nothing is refused', async () => {
    expect((await edit(await createJob(), {})).body.code).toBe('validation-failed')
  })

  test('comes too late once prepare has begun', async () => {
    const jobId = await createJob({ phase: 'uploading', status: 'ACTIVE' })
    expect((await edit(jobId, { caption: 'Too late' })).body.code).toBe('too-late')
  })
})
