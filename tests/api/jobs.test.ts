import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, createVideo, startTestApi } from '../support/api'
import type { JobPage, JobView } from '../../src/api/schemas/publish-job'
import type { Answer, TestApi } from '../support/api'

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
  api.runs.failWith = null
})

async function createJob(columns: Partial<Prisma.PublishJobUncheckedCreateInput> = {}): Promise<string> {
  const { jobId } = await api.prisma.publishJob.create({
    data: { jobId: `publish-${randomUUID()}`, userId, videoId, platform: 'TIKTOK', caption: 'Bedtime', ...columns },
  })
  return jobId
}
const at = (time: string) => new Date(`2027-01-15T${time}Z`)

test('a job tells its progress, wait, attempts and links', async () => {
  const jobId = await createJob({
    status: 'DELAYED',
    phase: 'waiting-for-quota',
    waitReason: 'youtube-quota-exhausted',
    waitUntil: at('23:00:00'),
    bytesSent: 5_000_000_000n,
    options: { privacyLevel: 'SELF_ONLY' },
    attempts: {
      create: [
        { generation: 1, step: 'prepare', startedAt: at('12:00:00'), endedAt: at('12:00:01'), outcome: 'done' },
        { generation: 1, step: 'transfer', startedAt: at('12:00:02') },
      ],
    },
  })

  const { status, body } = await api.send<JobView>('GET', `/v1/publish-jobs/${jobId}`)

  expect(status).toBe(200)
  expect(body).toMatchObject({
    jobId,
    status: 'DELAYED',
    phase: 'waiting-for-quota',
    waitReason: 'youtube-quota-exhausted',
    waitUntil: '2027-01-15T23:00:00.000Z',
    progress: { bytesSent: 5_000_000_000, bytesTotal: 15_000_000 },
    options: { privacyLevel: 'SELF_ONLY' },
    error: null,
    post: null,
    links: { self: `/v1/publish-jobs/${jobId}` },
  })
  expect(body.attempts.map((attempt) => attempt.step)).toEqual(['transfer', 'prepare'])
})

test('a failed job tells the error; a provisional post tells no public id', async () => {
  const error = { errorCode: 'spam-risk', errorCategory: 'policy', errorMessage: 'TikTok refused.' }
  const failed = await createJob({ status: 'FAILED', phase: 'failed', failedAt: at('12:00:00'), ...error })
  const post = {
    userId,
    videoId,
    platform: 'TIKTOK' as const,
    caption: '',
    platformPostId: 'v_pub~1',
    platformPostIdProvisional: true,
  }
  const done = await createJob({
    status: 'COMPLETED',
    phase: 'published',
    completedAt: at('12:00:00'),
    post: { create: post },
  })

  const refused = await api.send<JobView>('GET', `/v1/publish-jobs/${failed}`)
  expect(refused.body.error).toEqual({ code: 'spam-risk', category: 'policy', message: 'TikTok refused.' })
  const published = await api.send<JobView>('GET', `/v1/publish-jobs/${done}`)
  expect(published.body.post).toMatchObject({ postId: null, url: null })
  const itsPost = await api.send('GET', `/v1/posts/${published.body.post?.id}`)
  expect(itsPost.body).toMatchObject({ id: published.body.post?.id, jobId: done })
})

test('pages hold each job once, newest first, though many were made in one millisecond', async () => {
  const createdAt = at('10:00:00')
  const made = new Set<string>()
  for (let index = 0; index < 7; index++) made.add(await createJob({ createdAt }))
  made.add(await createJob({ createdAt: at('10:00:01') }))

  const seen: string[] = []
  let cursor: string | null = ''
  do {
    const page: Answer<JobPage> = await api.send('GET', `/v1/publish-jobs?userId=${userId}&limit=3${cursor}`)
    seen.push(...page.body.items.map((job) => job.jobId))
    cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`
  } while (cursor)

  expect(seen).toHaveLength(8)
  expect(new Set(seen)).toEqual(made)
  expect(seen[0]).toBe([...made].at(-1))
})

test('a listing goes on although the job that its cursor stands on is gone', async () => {
  const older = await createJob({ createdAt: at('10:00:00') })
  const newer = await createJob({ createdAt: at('10:00:01') })
  const first = await api.send<JobPage>('GET', `/v1/publish-jobs?userId=${userId}&limit=1`)
  await api.prisma.publishJob.delete({ where: { jobId: newer } })

  const second = await api.send<JobPage>('GET', `/v1/publish-jobs?userId=${userId}&cursor=${first.body.nextCursor}`)

  expect(second.body.items.map((job) => job.jobId)).toEqual([older])
})

test('jobs are filtered by user, video, platform, status and phase', async () => {
  const wanted = await createJob({ platform: 'YOUTUBE', status: 'ACTIVE', phase: 'uploading' })
  await createJob({ platform: 'TIKTOK', status: 'ACTIVE', phase: 'uploading' })
  await createJob({ platform: 'YOUTUBE', status: 'ACTIVE', phase: 'preparing' })
  await createJob({ platform: 'YOUTUBE', videoId: await createVideo(api.prisma, userId) })

  const query = `userId=${userId}&videoId=${videoId}&platform=YOUTUBE&status=ACTIVE&phase=uploading`
  const { body } = await api.send<JobPage>('GET', `/v1/publish-jobs?${query}`)

  expect(body.items.map((job) => job.jobId)).toEqual([wanted])
  expect(body.nextCursor).toBeNull()
})

test('a scheduled job is cancelled, and its run is told', async () => {
  const jobId = await createJob({ status: 'DELAYED', phase: 'scheduled', scheduledFor: at('20:00:00') })

  const { status, body } = await api.send('POST', `/v1/publish-jobs/${jobId}/cancel`)

  expect(status).toBe(200)
  expect(body).toMatchObject({ answer: 'cancelled', job: { jobId, phase: 'cancelled', status: 'FAILED' } })
  expect(api.runs.notified).toEqual([{ jobId, change: 'cancel' }])
})

test('a scheduled job is moved, then published now', async () => {
  const jobId = await createJob({ status: 'DELAYED', phase: 'scheduled', scheduledFor: at('20:00:00') })

  const moved = await api.send('PATCH', `/v1/publish-jobs/${jobId}`, {
    body: { scheduledFor: '2027-01-15T22:00:00+01:00' },
  })
  expect(moved.body).toMatchObject({
    answer: 'rescheduled',
    job: { scheduledFor: '2027-01-15T21:00:00.000Z', revision: 1 },
  })

  const now = await api.send('POST', `/v1/publish-jobs/${jobId}/publish-now`)
  expect(now.body).toMatchObject({ answer: 'rescheduled', job: { scheduledFor: null, phase: 'accepted' } })
  expect(api.runs.notified.map(({ change }) => change)).toEqual(['reschedule', 'publishNow'])
})

test('a change by hand holds with Temporal out of reach', async () => {
  const jobId = await createJob()
  api.runs.failWith = new Error('Temporal is down')

  const { status, body } = await api.send('POST', `/v1/publish-jobs/${jobId}/cancel`)

  expect(status).toBe(200)
  expect(body.answer).toBe('cancelled')
})

test.each([
  ['published', { status: 'COMPLETED', phase: 'published', completedAt: at('11:00:00') }, 'too-late'],
  ['committing', { status: 'ACTIVE', phase: 'committing', commitRequestedAt: at('11:00:00') }, 'too-late'],
  ['unconfirmed', { status: 'DELAYED', phase: 'unconfirmed', commitRequestedAt: at('11:00:00') }, 'unconfirmed'],
] as const)('a job that is %s answers every change with 409 and its state', async (_phase, columns, code) => {
  const jobId = await createJob(columns)
  const path = `/v1/publish-jobs/${jobId}`

  const answers = [
    await api.send('POST', `${path}/cancel`),
    await api.send('POST', `${path}/publish-now`),
    await api.send('PATCH', path, { body: { scheduledFor: '2027-01-15T22:00:00Z' } }),
  ]

  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([409, code])
    expect(body.job).toMatchObject({ jobId, phase: columns.phase })
  }
  expect(api.runs.notified).toEqual([])
})

test('a job is not moved to a past instant, nor to one without an offset', async () => {
  const jobId = await createJob({ status: 'DELAYED', phase: 'scheduled', scheduledFor: at('20:00:00') })
  const move = (scheduledFor: string) => api.send('PATCH', `/v1/publish-jobs/${jobId}`, { body: { scheduledFor } })

  expect((await move('2027-01-15T11:00:00Z')).body.errors?.[0]?.code).toBe('scheduled-in-the-past')
  expect((await move('2027-01-15T22:00:00')).body.errors?.[0]?.code).toBe('instant-needs-offset')
})
