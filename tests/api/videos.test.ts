import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { ProblemDetails } from '../../src/api/problems'
import type { newVideo } from '../../src/api/schemas/video-upload'
import type { VideoView } from '../../src/api/schemas/video'
import { createCreator, startTestApi, UPLOAD_TIMEOUT_MS } from '../support/api'
import type { Send, TestApi } from '../support/api'
import { addLiveJob } from '../support/live-job'

type NewVideo = z.output<typeof newVideo>

/** Of a problem, what is looked at. */
type Faults = Pick<ProblemDetails, 'code' | 'errors'>

const MIB = 1_048_576
const HOUR_MS = 3_600_000
const GIB_256 = 256 * 1_024 * MIB

let api: TestApi
let userId: string

beforeAll(async () => {
  api = await startTestApi()
  ;({ userId } = await createCreator(api.prisma))
})
afterAll(() => api.close())
afterEach(() => {
  api.inspectionRuns.failWith = null
})

const upload = { title: 'Bedtime', sizeBytes: 3_000, contentType: 'video/mp4' }

const create = <Body = NewVideo>(body: object = {}, options: Send = {}) =>
  api.send<Body>('POST', '/v1/videos', { body: { userId, ...upload, ...body }, ...options })

const put = async (url: string, sizeBytes = 3_000) =>
  (await fetch(url, { method: 'PUT', body: new Uint8Array(sizeBytes) })).headers.get('etag') ?? ''

/** A video whose object has arrived and was completed. */
async function uploaded(body: object = {}): Promise<VideoView> {
  const { id, upload } = (await create(body)).body
  const parts = [{ number: 1, etag: await put(upload?.parts[0]?.url ?? '') }]
  return (await api.send<VideoView>('POST', `/v1/videos/${id}/complete`, { body: { parts } })).body
}

/** Codes by where they are. */
const faultsOf = ({ errors = [] }: Faults) =>
  errors.map((error) => [error.code, 'pointer' in error ? error.pointer : error.parameter])

describe('a direct upload', () => {
  test('is begun with an address for each part and an end, and is PROCESSING until it is completed', async () => {
    const { status, body, headers } = await create({ sizeBytes: 40 * MIB, contentType: 'video/quicktime' })

    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'PROCESSING',
      durationSeconds: null,
      resolution: null,
      format: 'mov',
      faults: [],
    })
    expect(body.key).toBe(`videos/${userId}/${body.id}.mov`)
    expect(body.upload).toMatchObject({ partSizeBytes: 16 * MIB, partCount: 3 })
    expect(body.upload?.parts.map(({ number, sizeBytes }) => [number, sizeBytes])).toEqual([
      [1, 16 * MIB],
      [2, 16 * MIB],
      [3, 8 * MIB],
    ])
    expect(Date.parse(body.upload?.expiresAt ?? '')).toBe(api.clock.nowMs() + UPLOAD_TIMEOUT_MS)
    expect(Date.parse(body.upload?.urlsExpireAt ?? '')).toBe(api.clock.nowMs() + HOUR_MS)
    expect(headers.get('cache-control')).toBe('no-store')
    const { upload: _upload, ...shown } = body
    expect((await api.send('GET', `/v1/videos/${body.id}`)).body).toEqual(shown)
    expect(JSON.stringify(shown)).not.toContain('X-Amz')
  })

  test('of the largest file is told a bounded number of addresses; the others are asked for', async () => {
    const { body } = await create({ sizeBytes: GIB_256 })
    expect(body.upload).toMatchObject({ partSizeBytes: 525 * MIB, partCount: 500 })
    expect(body.upload?.parts).toHaveLength(100)

    const ask = (from: number, count: number) =>
      api.send<NonNullable<NewVideo['upload']>>('POST', `/v1/videos/${body.id}/upload-parts`, { body: { from, count } })
    const last = await ask(450, 100)
    expect(last.status).toBe(200)
    expect(last.body.parts.map(({ number }) => number)).toEqual(Array.from({ length: 51 }, (_, index) => 450 + index))
    expect(last.body.parts.at(-1)?.sizeBytes).toBe(GIB_256 - 499 * 525 * MIB)
  })

  test.each<[object, string, string]>([
    [{ sizeBytes: 0 }, 'too-small', '/sizeBytes'],
    [{ sizeBytes: GIB_256 + 1 }, 'too-large', '/sizeBytes'],
    [{ sizeBytes: '3000' }, 'wrong-type', '/sizeBytes'],
    [{ sizeBytes: 1.5 }, 'wrong-type', '/sizeBytes'],
    [{ contentType: 'video/x-msvideo' }, 'not-allowed', '/contentType'],
    [{ contentType: undefined }, 'required', '/contentType'],
    [{ title: '' }, 'too-small', '/title'],
    [{ title: 'x'.repeat(501) }, 'too-large', '/title'],
    [{ userId: 'a/b' }, 'malformed', '/userId'],
    [{ userId: 'nobody' }, 'user-not-found', '/userId'],
    [{ durationSeconds: 30 }, 'unknown-field', '/durationSeconds'],
  ])('that says %j is refused', async (change, code, pointer) => {
    const { status, body } = await create<ProblemDetails>(change)
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([[code, pointer]])
  })

  test('tells every fault at once', async () => {
    const { body } = await create<ProblemDetails>({ title: 1, sizeBytes: -1, contentType: 'text/plain', extra: true })
    expect(faultsOf(body).sort()).toEqual([
      ['not-allowed', '/contentType'],
      ['too-small', '/sizeBytes'],
      ['unknown-field', '/extra'],
      ['wrong-type', '/title'],
    ])
  })

  test('is taken as JSON of at most 64 KiB, from a key with the scope publish', async () => {
    expect((await create({}, { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await create({ title: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await create({}, { key: null })).status).toBe(401)
    expect((await create({}, { key: 'pub_unknown' })).status).toBe(401)
    expect((await create({}, { key: await api.newKey(['read', 'accounts']) })).status).toBe(403)
  })

  test('leaves no address in any log', async () => {
    await uploaded()
    expect(api.logText()).not.toMatch(/X-Amz|uploadId/)
  })
})

describe('an Idempotency-Key', () => {
  const withKey = (key: string, body: object = {}) =>
    create<NewVideo & Faults>(body, { headers: { 'idempotency-key': key } })

  test('makes one video, with fresh addresses for whoever asks again', async () => {
    const key = randomUUID()
    const [first, twin] = await Promise.all([withKey(key), withKey(key)])
    expect([first.status, twin.status]).toEqual([201, 201])
    expect(twin.body.id).toBe(first.body.id)

    api.clock.advance(HOUR_MS)
    const again = await withKey(key)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.body.id).toBe(first.body.id)
    expect(again.body.upload?.expiresAt).toBe(first.body.upload?.expiresAt)
    expect(await put(again.body.upload?.parts[0]?.url ?? '')).not.toBe('')
  })

  test('is not used for another body, nor once its video is deleted', async () => {
    const key = randomUUID()
    const { body } = await withKey(key)
    for (const change of [{ title: 'Other' }, { sizeBytes: 1 }, { contentType: 'video/webm' }]) {
      const refused = await withKey(key, change)
      expect([refused.status, refused.body.code]).toEqual([422, 'idempotency-key-reused'])
    }
    await api.send('DELETE', `/v1/videos/${body.id}`)
    const late = await withKey(key)
    expect([late.status, late.body.code]).toEqual([410, 'video-deleted'])
  })

  test('must be visible ASCII', async () => {
    const { status, body } = await withKey('a b')
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([['malformed', 'idempotency-key']])
  })
})

describe('a completion', () => {
  const complete = (id: string, parts: object[]) =>
    api.send<VideoView & Faults>('POST', `/v1/videos/${id}/complete`, { body: { parts } })

  test('stores what the object is, has it inspected, and may be repeated', async () => {
    const { body } = await create()
    const parts = [{ number: 1, etag: await put(body.upload?.parts[0]?.url ?? '') }]

    const first = await complete(body.id, parts)
    expect(first).toMatchObject({ status: 200, body: { status: 'PROCESSING', uploadExpiresAt: null } })
    const row = await api.prisma.video.findUniqueOrThrow({ where: { id: body.id } })
    expect(row).toMatchObject({ uploadId: null, uploadExpiresAt: null, fileSize: 3_000n })
    expect(row.etag).toMatch(/^[0-9a-f]{32}-1$/)
    expect(await complete(body.id, parts)).toMatchObject({ status: 200, body: first.body })
    expect(api.inspectionRuns.asked.filter((id) => id === body.id)).toHaveLength(2)
  })

  test('answers also while Temporal is down', async () => {
    api.inspectionRuns.failWith = new Error('down')
    const { status } = await uploaded()
    expect(status).toBe('PROCESSING')
  })

  test.each<[string, object[], string, string]>([
    ['no part', [], 'too-small', '/parts'],
    ['a part that there is none of', [{ number: 2, etag: 'e' }], 'no-such-part', '/parts/0/number'],
    ['part 0', [{ number: 0, etag: 'e' }], 'too-small', '/parts/0/number'],
    ['a part twice', [1, 1].map((number) => ({ number, etag: 'e' })), 'named-twice', '/parts/1/number'],
    ['no ETag', [{ number: 1 }], 'required', '/parts/0/etag'],
    ['what is no ETag', [{ number: 1, etag: 'a b' }], 'malformed', '/parts/0/etag'],
    ['more', [{ number: 1, etag: 'e', size: 1 }], 'unknown-field', '/parts/0/size'],
  ])('that names %s is refused', async (_name, parts, code, pointer) => {
    const { id } = (await create()).body
    const { status, body } = await complete(id, parts)
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([[code, pointer]])
  })

  test('with 501 parts is refused', async () => {
    const parts = Array.from({ length: 501 }, (_, index) => ({ number: (index % 500) + 1, etag: 'e' }))
    const { body } = await complete((await create()).body.id, parts)
    expect(faultsOf(body)).toEqual([['too-large', '/parts']])
  })
})

test('an upload takes nothing more once its time is over', async () => {
  const { id } = (await create()).body
  api.clock.advance(UPLOAD_TIMEOUT_MS)
  const expired = { status: 410, body: { code: 'upload-expired' } }
  const parts = [{ number: 1, etag: 'e' }]
  expect(await api.send('POST', `/v1/videos/${id}/complete`, { body: { parts } })).toMatchObject(expired)
  expect(await api.send('POST', `/v1/videos/${id}/upload-parts`, { body: { from: 1, count: 1 } })).toMatchObject(
    expired,
  )
})

describe('further addresses', () => {
  const ask = (id: string, body: object) => api.send<ProblemDetails>('POST', `/v1/videos/${id}/upload-parts`, { body })

  test.each<[object, string, string]>([
    [{ from: 0, count: 1 }, 'too-small', '/from'],
    [{ from: 2, count: 1 }, 'no-such-part', '/from'],
    [{ from: 1, count: 101 }, 'too-large', '/count'],
    [{ from: 1 }, 'required', '/count'],
    [{ from: '1', count: 1 }, 'wrong-type', '/from'],
  ])('asked for as %j are refused', async (body, code, pointer) => {
    const answer = await ask((await create()).body.id, body)
    expect(answer.status).toBe(422)
    expect(faultsOf(answer.body)).toEqual([[code, pointer]])
  })

  test('are for a video that is being uploaded', async () => {
    const { id } = await uploaded()
    const { status, body } = await ask(id, { from: 1, count: 1 })
    expect([status, body.code]).toEqual([409, 'not-uploading'])
  })
})

describe('a download link', () => {
  const link = (id: string, body: object = {}) =>
    api.send<{ url: string; expiresAt: string } & ProblemDetails>('POST', `/v1/videos/${id}/download-links`, { body })

  test('fetches the file under its title, for as long as was asked', async () => {
    const { id } = await uploaded({ title: 'Bed/time "5"' })
    const { status, body } = await link(id, { lifetimeSeconds: 60 })
    expect(status).toBe(201)
    expect(Date.parse(body.expiresAt)).toBe(api.clock.nowMs() + 60_000)
    const file = await fetch(body.url)
    expect((await file.arrayBuffer()).byteLength).toBe(3_000)
    expect(file.headers.get('content-disposition')).toContain('filename="Bed_time _5_.mp4"')
  })

  test.each([59, 86_401, '60', null])('that lasts %j seconds is refused', async (lifetimeSeconds) => {
    const { status, body } = await link((await create()).body.id, { lifetimeSeconds })
    expect(status).toBe(422)
    expect(faultsOf(body)).toMatchObject([[expect.any(String), '/lifetimeSeconds']])
  })

  test('is of a file that is there', async () => {
    const begun = await link((await create()).body.id)
    expect([begun.status, begun.body.code]).toEqual([409, 'not-uploaded'])
    const { id } = await uploaded()
    await api.prisma.video.update({ where: { id }, data: { etag: 'another' } })
    const replaced = await link(id)
    expect([replaced.status, replaced.body.code]).toEqual([409, 'source-changed'])
  })
})

describe('a deletion', () => {
  const remove = (id: string, query = '') => api.send<ProblemDetails>('DELETE', `/v1/videos/${id}${query}`)

  test('hides the video, and may be repeated', async () => {
    const { id } = await uploaded()
    expect((await remove(id)).status).toBe(204)
    expect((await remove(id)).status).toBe(204)
    expect((await api.send('GET', `/v1/videos/${id}`)).body.code).toBe('video-not-found')
    expect((await api.send('GET', `/v1/videos?userId=${userId}&limit=100`)).body.items).not.toContainEqual(
      expect.objectContaining({ id }),
    )
  })

  test('abandons an upload: its addresses take nothing any more', async () => {
    const { body } = await create()
    await remove(body.id)
    const late = await fetch(body.upload?.parts[0]?.url ?? '', { method: 'PUT', body: new Uint8Array(3_000) })
    expect(late.status).toBe(404)
  })

  test('is refused while a job needs the video, unless the job may be cancelled', async () => {
    const { id } = await uploaded()
    const jobId = await addLiveJob(api.prisma, userId, id)
    const refused = await remove(id)
    expect([refused.status, refused.body.code, refused.body.jobs]).toEqual([409, 'video-in-use', 1])
    expect((await api.send('GET', `/v1/videos/${id}`)).status).toBe(200)

    expect((await remove(id, '?jobs=cancel')).status).toBe(204)
    expect(await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })).toMatchObject({ phase: 'cancelled' })
    expect(api.runs.notified).toContainEqual({ jobId, change: 'cancel' })
  })

  test('is refused in any case while a job may have published', async () => {
    const { id } = await uploaded()
    const jobId = await addLiveJob(api.prisma, userId, id, { phase: 'unconfirmed', commitRequestedAt: new Date() })
    const refused = await remove(id, '?jobs=cancel')
    expect([refused.status, refused.body.code, refused.body.jobIds]).toEqual([409, 'video-busy', [jobId]])
  })

  test('knows no other way with jobs', async () => {
    const { status, body } = await remove((await create()).body.id, '?jobs=park')
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([['not-allowed', 'jobs']])
  })
})

describe('the list', () => {
  test('is filtered by user and status, page by page', async () => {
    const { userId: other } = await createCreator(api.prisma)
    const begun = (await create({ userId: other })).body
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
    const { id } = (await create()).body
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
    const { status, body } = await create<ProblemDetails>({}, { key })
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([['user-not-found', '/userId']])
  })

  test.each(['a b', '%00', 'x'.repeat(129)])('has a lawful id, unlike %j', async (id) => {
    expect((await api.send('GET', `/v1/videos/${encodeURIComponent(id)}`)).status).toBe(422)
  })
})
