import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { ProblemDetails } from '../../src/api/problems'
import { PHASE_STATUS, type JobPhase } from '../../src/domain/job'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { openEventStream, type EventStream } from '../support/event-stream'
import { until } from '../support/until'

let api: TestApi
let key: string
let creator: { userId: string; videoId: string }
const streams: EventStream[] = []

beforeAll(async () => {
  api = await startTestApi({ lookAfterEveryMs: 200 })
  key = await api.newKey(['read'])
  creator = await createCreator(api.prisma)
})
afterEach(() => {
  for (const stream of streams.splice(0)) stream.leave()
})
afterAll(() => api.close())

/** What belongs to a phase. */
function columnsOf(phase: JobPhase) {
  const status = PHASE_STATUS[phase]
  const [completedAt, failedAt] = ['COMPLETED', 'FAILED'].map((end) => (status === end ? new Date() : null))
  return { phase, status, completedAt, failedAt }
}

async function addJob(phase: JobPhase = 'accepted') {
  const data = { jobId: `publish-${randomUUID()}`, ...creator, platform: 'YOUTUBE' as const, caption: '' }
  const { jobId } = await api.prisma.publishJob.create({ data: { ...data, ...columnsOf(phase) } })
  return jobId
}

const move = (jobId: string, phase: JobPhase, change: Prisma.PublishJobUncheckedUpdateInput = {}) =>
  api.prisma.publishJob.update({ where: { jobId }, data: { ...columnsOf(phase), ...change } })

const urlOf = (jobId: string) => `${api.url}/v1/publish-jobs/${jobId}/events`

async function follow(jobId: string, lastEventId?: string, apiKey = key): Promise<EventStream> {
  const resuming: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const stream = await openEventStream(urlOf(jobId), { authorization: `Bearer ${apiKey}`, ...resuming })
  streams.push(stream)
  return stream
}

const phasesOf = (stream: EventStream) => stream.states().map(({ phase }) => phase)

const addPost = async (jobId: string, url: string | null) => {
  const { id: publishJobId } = await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })
  const post = { ...creator, platform: 'YOUTUBE' as const, caption: '', platformPostId: jobId, publishJobId, url }
  return api.prisma.publishedPost.create({ data: post, select: { id: true } })
}

test('a follower is told the present state at once, each further one in its order, and the end', async () => {
  const jobId = await addJob()
  await move(jobId, 'scheduled', { waitReason: 'scheduled', waitUntil: new Date('2027-02-01T10:00:00Z') })
  const stream = await follow(jobId)
  expect(stream.status).toBe(200)
  expect(stream.headers.get('content-type')).toMatch('text/event-stream')
  expect(await stream.reach(1)).toMatchObject([
    { jobId, status: 'DELAYED', phase: 'scheduled', waitReason: 'scheduled', waitUntil: '2027-02-01T10:00:00.000Z' },
  ])
  for (const phase of ['preparing', 'uploading', 'committing', 'processing'] as const) await move(jobId, phase)
  const { id } = await addPost(jobId, 'https://youtube.example/1')
  await move(jobId, 'published')
  await stream.ended
  expect(phasesOf(stream)).toEqual(['scheduled', 'preparing', 'uploading', 'committing', 'processing', 'published'])
  expect(stream.states().at(-1)).toMatchObject({
    status: 'COMPLETED',
    error: null,
    post: { id, postId: jobId, url: 'https://youtube.example/1' },
  })
})

test('a job that fails says why, and one that has ended is told and done with', async () => {
  const jobId = await addJob('uploading')
  const stream = await follow(jobId)
  await stream.reach(1)
  await move(jobId, 'failed', { errorCode: 'video-too-long', errorMessage: 'It is too long.' })
  await stream.ended
  const [, failed] = stream.states()
  expect(failed).toMatchObject({ phase: 'failed', error: { code: 'video-too-long', message: 'It is too long.' } })
  const late = await follow(jobId)
  await late.ended
  expect(late.states()).toEqual([failed])
})

test('whoever comes back after the last state is told not to come again', async () => {
  const jobId = await addJob('cancelled')
  const stream = await follow(jobId)
  await stream.ended
  expect((await follow(jobId, stream.lastId())).status).toBe(204)
})

test('bytes are told while they flow, without an id', async () => {
  const jobId = await addJob('uploading')
  const stream = await follow(jobId)
  for (const bytesSent of [1_000_000n, 2_000_000n]) {
    await api.prisma.publishJob.update({ where: { jobId }, data: { bytesSent } })
    const told = { event: 'progress', id: null, data: { bytesSent: Number(bytesSent), bytesTotal: 15_000_000 } }
    await until(() => Promise.resolve(stream.events.some(({ event }) => event === 'progress')))
    expect(stream.events.pop()).toEqual(told)
  }
  expect(phasesOf(stream)).toEqual(['uploading'])
})

test('a published job is followed until the address of its post is known', async () => {
  const jobId = await addJob('processing')
  const stream = await follow(jobId)
  await stream.reach(1)
  const { id } = await addPost(jobId, null)
  await move(jobId, 'published')
  expect((await stream.reach(2))[1]?.post).toMatchObject({ id, url: null })
  await api.prisma.publishedPost.update({ where: { id }, data: { url: 'https://youtube.example/2' } })
  await stream.ended
  expect(stream.states().at(-1)?.post?.url).toBe('https://youtube.example/2')
})

test('a stream that is resumed anywhere tells what came after, nothing twice and nothing missed', async () => {
  const jobId = await addJob()
  const phases: JobPhase[] = ['accepted', 'preparing', 'uploading', 'cooling-down', 'preparing', 'uploading', 'failed']
  const seen: JobPhase[] = []
  let stream = await follow(jobId)
  for (const [index, phase] of phases.entries()) {
    if (index > 0) await move(jobId, phase)
    // Some come while nobody follows.
    if (index % 3 === 1) continue
    if (streams.length > 1) stream = await follow(jobId, stream.lastId())
    await until(() => Promise.resolve(seen.length + stream.states().length === index + 1))
    seen.push(...phasesOf(stream))
    stream.leave()
    streams.push(stream)
  }
  expect(seen).toEqual(phases)
})

test('many changes at once come in their order to all followers', async () => {
  const jobId = await addJob('preparing')
  const followers = await Promise.all(Array.from({ length: 5 }, () => follow(jobId)))
  await Promise.all(
    Array.from({ length: 60 }, () =>
      api.prisma.publishJob.update({ where: { jobId }, data: { revision: { increment: 1 } } }),
    ),
  )
  await move(jobId, 'cancelled')
  await Promise.all(followers.map((stream) => stream.ended))
  const tail = (await follow(jobId)).lastId()
  for (const stream of followers) {
    const states = stream.states()
    expect(states.map(({ revision }) => revision)).toEqual([...Array.from({ length: 61 }, (_, i) => i), 60])
    expect(stream.lastId() >= tail).toBe(true)
  }
})

test('an event that is gone is answered with the present state', async () => {
  const jobId = await addJob('uploading')
  for (const unknown of ['1', '999999999999999999']) {
    const stream = await follow(jobId, unknown)
    expect((await stream.reach(1)).map(({ phase }) => phase)).toEqual(['uploading'])
  }
  await api.prisma.event.deleteMany({ where: { jobId } })
  const stream = await follow(jobId)
  await stream.reach(1)
  expect(stream.events[0]?.id).toBeNull()
  await move(jobId, 'committing')
  expect((await stream.reach(2)).map(({ phase }) => phase)).toEqual(['uploading', 'committing'])
})

test('a quiet stream is kept alive, and ends soon after its key is revoked', async () => {
  const own = await api.newKey(['read'], 'leaving')
  const jobId = await addJob()
  const [stream, other] = [await follow(jobId, undefined, own), await follow(jobId)]
  await until(() => Promise.resolve(stream.comments > 2))
  await api.prisma.apiKey.updateMany({ where: { principal: 'leaving' }, data: { revokedAt: new Date() } })
  await stream.ended
  await move(jobId, 'preparing')
  await other.reach(2)
  expect(phasesOf(stream)).toEqual(['accepted'])
})

test('a job that is erased ends its streams', async () => {
  const jobId = await addJob()
  const stream = await follow(jobId)
  await stream.reach(1)
  await api.prisma.publishJob.delete({ where: { jobId } })
  // Nobody is told that a row is gone: the next look at it is.
  await api.prisma.$executeRaw`SELECT pg_notify('publish_jobs', ${jobId})`
  await stream.ended
})

test('a reader that does not read is cut off, and the others go on', async () => {
  const jobId = await addJob('unconfirmed')
  const idle = request(urlOf(jobId), { headers: { authorization: `Bearer ${key}` } }).end()
  const [response] = await once(idle, 'response')
  response.pause()
  const cut = new Promise((resolve) => response.once('error', resolve))
  const stream = await follow(jobId)
  const errorMessage = 'x'.repeat(300_000)
  for (let count = 1; count <= 60; count++) {
    await move(jobId, 'unconfirmed', { errorMessage, errorCode: `code-${count}` })
    await stream.reach(count + 1)
  }
  response.resume()
  expect(await cut).toMatchObject({ code: 'ECONNRESET' })
})

test('HEAD tells that there is a stream, and opens none', async () => {
  const jobId = await addJob()
  const { status, headers } = await fetch(urlOf(jobId), { method: 'HEAD', headers: { authorization: `Bearer ${key}` } })
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching('text/event-stream')])
})

describe('refused is', () => {
  const get = (path: string, options: { key?: string | null; headers?: Record<string, string> } = {}) =>
    api.send<ProblemDetails>('GET', path, { key, ...options })

  test.each(['', 'abc', '-1', '1.5', '1e3', '0x10', ' ', '9'.repeat(19), 'NaN'])(
    'the Last-Event-ID %j',
    async (lastEventId) => {
      const jobId = await addJob()
      const { status, body } = await get(`/v1/publish-jobs/${jobId}/events`, {
        headers: { 'last-event-id': lastEventId },
      })
      expect([status, body.code]).toEqual([422, 'validation-failed'])
      expect(body.errors).toMatchObject([{ parameter: 'last-event-id' }])
    },
  )

  test('a job that does not exist, and one whose id is none', async () => {
    expect((await get('/v1/publish-jobs/publish-none/events')).body.code).toBe('job-not-found')
    expect((await get('/v1/publish-jobs/a%20b/events')).status).toBe(422)
    expect((await get('/v1/publish-jobs/%00/events')).status).toBe(422)
    expect((await get('/v1/publish-jobs/%E0%A4%A/events')).status).toBe(400)
  })

  test("another service's job, and another user's to a bound key, as if there were none", async () => {
    const jobId = await addJob()
    await api.prisma.user.update({ where: { id: creator.userId }, data: { principal: 'tests' } })
    const foreign = await api.newKey(['read'], 'another-service')
    expect((await get(`/v1/publish-jobs/${jobId}/events`, { key: foreign })).body.code).toBe('job-not-found')
    const bound = await api.newKey(['read'])
    const { userId } = await createCreator(api.prisma)
    const [newest] = await api.prisma.apiKey.findMany({ orderBy: { createdAt: 'desc' }, take: 1 })
    await api.prisma.apiKey.update({ where: { id: newest?.id ?? '' }, data: { userId } })
    expect((await get(`/v1/publish-jobs/${jobId}/events`, { key: bound })).body.code).toBe('job-not-found')
    const operator = await api.newKey(['read', 'operate'], 'operators')
    expect((await follow(jobId, undefined, operator)).status).toBe(200)
    await api.prisma.user.update({ where: { id: creator.userId }, data: { principal: null } })
  })

  test('a caller without a key, with a wrong one, and without the scope', async () => {
    const path = `/v1/publish-jobs/${await addJob()}/events`
    expect((await get(path, { key: null })).body.code).toBe('api-key-missing')
    expect((await get(path, { key: 'pk_wrong' })).body.code).toBe('api-key-invalid')
    expect((await get(path, { key: await api.newKey(['publish']) })).body.code).toBe('scope-missing')
  })

  test('a job that retention has removed', async () => {
    const at = new Date('2026-01-01T00:00:00Z')
    const removed = { jobId: 'removed-1', principal: 'tests', ...creator, platform: 'YOUTUBE' as const }
    await api.prisma.publishJobTombstone.create({
      data: { ...removed, status: 'FAILED', phase: 'failed', createdAt: at, endedAt: at, removedAt: at },
    })
    const { status, body } = await get('/v1/publish-jobs/removed-1/events')
    expect([status, body.code]).toEqual([410, 'job-removed'])
  })
})
