import { randomUUID } from 'node:crypto'
import { createErasures } from '../../src/database/erasures'
import type { Receipts } from '../../src/api/schemas/publish-job'
import type { ProblemDetails } from '../../src/api/problems'
import type { PostView } from '../../src/api/schemas/post'
import { EVERYTHING } from '../../src/domain/reach'
import { ALL_TARGETS, createCreator, startTestApi, type TestApi } from '../support/api'
import { DAY_MS, retentionOf } from '../support/retention'

let api: TestApi
let userId: string
let videoId: string
/** Of the test. */
let KEY: { 'Idempotency-Key': string }

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  KEY = { 'Idempotency-Key': `order-${randomUUID()}` }
})

const publish = <Body = Receipts>(headers: Record<string, string> = {}, extra: object = {}) =>
  api.send<Body>('POST', '/v1/publish-jobs', { body: { userId, videoId, targets: ALL_TARGETS, ...extra }, headers })

/** The jobs end as they say, and retention comes by a hundred days later: a pending one stays. */
async function endAndRemove(receipts: Receipts, endings: ('published' | 'failed' | 'pending')[]) {
  const endedAt = new Date(api.clock.nowMs())
  const postIds: (string | null)[] = []
  for (const [index, ending] of endings.entries()) {
    const jobId = String(receipts.jobs[index]?.jobId)
    const change =
      ending === 'published'
        ? { status: 'COMPLETED' as const, phase: 'published', completedAt: endedAt }
        : { status: 'FAILED' as const, phase: 'failed', failedAt: endedAt, errorCode: 'a-problem' }
    if (ending !== 'pending') await api.prisma.publishJob.update({ where: { jobId }, data: change })
    postIds.push(ending === 'published' ? await addPost(jobId) : null)
  }
  api.clock.advance(100 * DAY_MS)
  await retentionOf(api).remove('jobs')
  return postIds
}

async function addPost(jobId: string): Promise<string> {
  const { id: publishJobId, platform } = await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })
  const post = { userId, videoId, platform, caption: '', platformPostId: jobId, publishJobId }
  const { id } = await api.prisma.publishedPost.create({
    data: { ...post, platformUserId: `${platform}-${userId}` },
    select: { id: true },
  })
  return id
}

test('an old key replays what became of its jobs, the removed ones among them, and publishes nothing', async () => {
  const { body: first } = await publish(KEY)
  const [postId] = await endAndRemove(first, ['published', 'pending', 'failed'])
  api.runs.started.length = 0

  const { status, headers, body } = await publish(KEY)
  expect(status).toBe(202)
  expect(headers.get('Idempotent-Replayed')).toBe('true')
  const removedAt = new Date(api.clock.nowMs()).toISOString()
  const removed = { scheduledFor: null, removedAt }
  const [tiktok, instagram, youtube] = first.jobs
  expect(body.jobs).toEqual([
    { ...tiktok, ...removed, status: 'COMPLETED', phase: 'published', postId },
    instagram,
    { ...youtube, ...removed, status: 'FAILED', phase: 'failed', postId: null },
  ])
  expect(api.runs.started).toEqual([])
  expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(1)
  expect((await publish<ProblemDetails>(KEY, { caption: 'Another' })).body.code).toBe('idempotency-key-reused')
})

test('an old key replays also once its video is gone, too', async () => {
  const { body: first } = await publish(KEY)
  await endAndRemove(first, ['failed', 'failed', 'failed'])
  await api.prisma.video.delete({ where: { id: videoId } })
  const { status, body } = await publish(KEY)
  expect(status).toBe(202)
  expect(body.jobs.map(({ jobId }) => jobId)).toEqual(first.jobs.map(({ jobId }) => jobId))
})

test('of a removed job every route tells that it is gone, and what is left of it', async () => {
  const { body: first } = await publish()
  const [postId] = await endAndRemove(first, ['published', 'failed', 'failed'])
  const [job, failed] = first.jobs.map(({ jobId }) => jobId)

  const { status, body } = await api.send('GET', `/v1/publish-jobs/${job}`)
  expect({ status, code: body.code }).toEqual({ status: 410, code: 'job-removed' })
  expect(body.job).toEqual({
    ...{ jobId: job, userId, videoId, connectionId: `${userId}-TIKTOK`, platform: 'TIKTOK' },
    ...{ status: 'COMPLETED', phase: 'published', errorCode: null, postId },
    createdAt: expect.stringMatching(/Z$/),
    endedAt: new Date(api.clock.nowMs() - 100 * DAY_MS).toISOString(),
    removedAt: new Date(api.clock.nowMs()).toISOString(),
  })
  const key = await api.newKey(['publish', 'operate'])
  for (const [method, route, given] of [
    ['POST', '/cancel', undefined],
    ['POST', '/retry', undefined],
    ['POST', '/retry?publishBefore=2030-01-01T00:00:00Z', undefined],
    ['POST', '/publish-now', undefined],
    ['POST', '/resolve', { live: false }],
    ['PATCH', '', { caption: 'A better one' }],
  ] as const) {
    const answer = await api.send(method, `/v1/publish-jobs/${failed}${route}`, { body: given, key })
    expect([route, answer.status, answer.body.code]).toEqual([route, 410, 'job-removed'])
  }
  const post = await api.send<PostView>('GET', `/v1/posts/${postId}`)
  expect(post.body).toMatchObject({ id: postId, jobId: null })
})

test('a video whose job was removed is not published twice while its post lives, unless that is wanted', async () => {
  const { body: first } = await publish()
  const [postId] = await endAndRemove(first, ['published', 'failed', 'failed'])
  const { status, body } = await publish<ProblemDetails>()
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'duplicate-publish' })
  expect(body).toMatchObject({ existing: { postId }, errors: [{ pointer: '/targets/0' }] })
  expect((await publish({}, { allowDuplicate: true })).status).toBe(202)
})

test('with its user goes what was left of a job, and its key is free', async () => {
  const { body: first } = await publish(KEY)
  await endAndRemove(first, ['failed', 'failed', 'failed'])
  const erasures = createErasures(api.prisma, api.clock)
  await erasures.request(userId, EVERYTHING)
  await erasures.finish(userId)
  expect(await api.prisma.publishJobTombstone.count({ where: { userId } })).toBe(0)
  expect(await api.prisma.idempotencyRecord.count({ where: { key: KEY['Idempotency-Key'] } })).toBe(0)
  const { body } = await api.send('GET', `/v1/publish-jobs/${first.jobs[0]?.jobId}`)
  expect(body.code).toBe('job-not-found')
})
