import type { ProblemDetails } from '../../src/api/problems'
import type { VideoView } from '../../src/api/schemas/video'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { addLiveJob } from '../support/live-job'
import { faultsOf, videoCalls, type VideoCalls } from '../support/video-calls'

let api: TestApi
let userId: string
let videos: VideoCalls

beforeAll(async () => {
  api = await startTestApi()
  ;({ userId } = await createCreator(api.prisma))
  videos = videoCalls(api, userId)
})
afterAll(() => api.close())

describe('a download link', () => {
  const link = (id: string, body: object = {}) =>
    api.send<{ url: string; expiresAt: string } & ProblemDetails>('POST', `/v1/videos/${id}/download-links`, { body })

  test('fetches the file under its title, for as long as was asked', async () => {
    const { id } = await videos.uploaded({ title: 'Bed/time "5"' })
    const { status, body } = await link(id, { lifetimeSeconds: 60 })
    expect(status).toBe(201)
    expect(Date.parse(body.expiresAt)).toBe(api.clock.nowMs() + 60_000)
    const file = await fetch(body.url)
    expect((await file.arrayBuffer()).byteLength).toBe(3_000)
    expect(file.headers.get('content-disposition')).toContain('filename="Bed_time _5_.mp4"')
  })

  test.each([59, 86_401, '60', null])('that lasts %j seconds is refused', async (lifetimeSeconds) => {
    const { status, body } = await link((await videos.create()).body.id, { lifetimeSeconds })
    expect(status).toBe(422)
    expect(faultsOf(body)).toMatchObject([[expect.any(String), '/lifetimeSeconds']])
  })

  test('is of a file that is there', async () => {
    const begun = await link((await videos.create()).body.id)
    expect([begun.status, begun.body.code]).toEqual([409, 'not-uploaded'])
    const { id } = await videos.uploaded()
    await api.prisma.video.update({ where: { id }, data: { etag: 'another' } })
    const replaced = await link(id)
    expect([replaced.status, replaced.body.code]).toEqual([409, 'source-changed'])
  })
})

describe('a deletion', () => {
  const remove = (id: string, query = '') => api.send<ProblemDetails>('DELETE', `/v1/videos/${id}${query}`)

  test('hides the video, and may be repeated', async () => {
    const { id } = await videos.uploaded()
    expect((await remove(id)).status).toBe(204)
    expect((await remove(id)).status).toBe(204)
    expect((await api.send('GET', `/v1/videos/${id}`)).body.code).toBe('video-not-found')
    expect((await api.send('GET', `/v1/videos?userId=${userId}&limit=100`)).body.items).not.toContainEqual(
      expect.objectContaining({ id }),
    )
  })

  test('abandons an upload: its addresses take nothing any more', async () => {
    const { body } = await videos.create()
    await remove(body.id)
    const late = await fetch(body.upload?.parts[0]?.url ?? '', { method: 'PUT', body: new Uint8Array(3_000) })
    expect(late.status).toBe(404)
  })

  test('is refused while a job needs the video, unless the job may be cancelled', async () => {
    const { id } = await videos.uploaded()
    const jobId = await addLiveJob(api.prisma, userId, id)
    const refused = await remove(id)
    expect([refused.status, refused.body.code, refused.body.jobs]).toEqual([409, 'video-in-use', 1])
    expect((await api.send('GET', `/v1/videos/${id}`)).status).toBe(200)

    expect((await remove(id, '?jobs=cancel')).status).toBe(204)
    expect(await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })).toMatchObject({ phase: 'cancelled' })
    expect(api.runs.notified).toContainEqual({ jobId, change: 'cancel' })
  })

  test('is refused in any case while a job may have published', async () => {
    const { id } = await videos.uploaded()
    const jobId = await addLiveJob(api.prisma, userId, id, { phase: 'unconfirmed', commitRequestedAt: new Date() })
    const refused = await remove(id, '?jobs=cancel')
    expect([refused.status, refused.body.code, refused.body.jobIds]).toEqual([409, 'video-busy', [jobId]])
  })

  test('knows no other way with jobs', async () => {
    const { status, body } = await remove((await videos.create()).body.id, '?jobs=park')
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([['not-allowed', 'jobs']])
  })
})

describe('the list', () => {
  test('is filtered by user and status, page by page', async () => {
    const { userId: other } = await createCreator(api.prisma)
    const begun = (await videos.create({ userId: other })).body
    const list = async (query: string) =>
      (await api.send<{ items: VideoView[]; nextCursor: string | null }>('GET', `/v1/videos?${query}`)).body
    const idsOf = ({ items }: { items: VideoView[] }) => items.map(({ id }) => id)

    expect(idsOf(await list(`userId=${other}&status=PROCESSING`))).toEqual([begun.id])
    expect((await list(`userId=${other}&status=FAILED`)).items).toEqual([])
    const first = await list(`userId=${other}&limit=1`)
    const second = await list(`userId=${other}&limit=1&cursor=${String(first.nextCursor)}`)
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(2)
  })

  test.each(['status=LOST', 'userId=a/b', 'limit=0', 'limit=101', 'cursor=%3F', 'other=1'])(
    'asked for by %s is refused',
    async (query) => expect((await api.send('GET', `/v1/videos?${query}`)).status).toBe(422),
  )
})

describe('a video out of reach', () => {
  const calls: [string, string, object | undefined][] = [
    ['GET', '', undefined],
    ['DELETE', '', undefined],
    ['POST', '/complete', { parts: [{ number: 1, etag: 'e' }] }],
    ['POST', '/upload-parts', { from: 1, count: 1 }],
    ['POST', '/download-links', {}],
  ]

  test.each(calls)('answers %s %s as if there were none', async (method, path, body) => {
    const { id } = (await videos.create()).body
    await api.prisma.user.update({ where: { id: userId }, data: { principal: 'tests' } })
    const foreign = await api.newKey(['publish', 'read'], 'another service')
    const options = { ...(body && { body }), key: foreign }
    const answer = await api.send(method, `/v1/videos/${id}${path}`, options)
    const missing = await api.send(method, `/v1/videos/none${path}`, options)
    expect([answer.status, answer.body.code]).toEqual([404, 'video-not-found'])
    expect({ ...missing.body, requestId: '' }).toEqual({ ...answer.body, requestId: '' })
    expect((await api.send('GET', `/v1/videos/${id}`)).status).toBe(200)
  })

  test('is not listed, and its user has none to whom it may be added', async () => {
    await api.prisma.user.update({ where: { id: userId }, data: { principal: 'tests' } })
    const key = await api.newKey(['publish', 'read'], 'another service')
    expect((await api.send('GET', `/v1/videos?userId=${userId}`, { key })).body.items).toEqual([])
    const { status, body } = await videos.create<ProblemDetails>({}, { key })
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([['user-not-found', '/userId']])
  })

  test.each(['a b', '%00', 'x'.repeat(129)])('has a lawful id, unlike %j', async (id) => {
    expect((await api.send('GET', `/v1/videos/${encodeURIComponent(id)}`)).status).toBe(422)
  })
})
