import { randomUUID } from 'node:crypto'
import type { ProblemDetails } from '../../src/api/problems'
import { createCreator, startTestApi, UPLOAD_TIMEOUT_MS, type TestApi } from '../support/api'
import { faultsOf, putPart, videoCalls, type Faults, type NewVideo, type VideoCalls } from '../support/video-calls'

const MIB = 1_048_576
const HOUR_MS = 3_600_000
const GIB_256 = 256 * 1_024 * MIB

let api: TestApi
let userId: string
let videos: VideoCalls

beforeAll(async () => {
  api = await startTestApi()
  ;({ userId } = await createCreator(api.prisma))
  videos = videoCalls(api, userId)
})
afterAll(() => api.close())

describe('a direct upload', () => {
  test('is begun with an address for each part and an end, and is PROCESSING until it is completed', async () => {
    const { status, body, headers } = await videos.create({ sizeBytes: 40 * MIB, contentType: 'video/quicktime' })

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
    const { body } = await videos.create({ sizeBytes: GIB_256 })
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
    const { status, body } = await videos.create<ProblemDetails>(change)
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([[code, pointer]])
  })

  test('tells every fault at once', async () => {
    const { body } = await videos.create<ProblemDetails>({
      title: 1,
      sizeBytes: -1,
      contentType: 'text/plain',
      extra: true,
    })
    expect(faultsOf(body).sort()).toEqual([
      ['not-allowed', '/contentType'],
      ['too-small', '/sizeBytes'],
      ['unknown-field', '/extra'],
      ['wrong-type', '/title'],
    ])
  })

  test('is taken as JSON of at most 64 KiB, from a key with the scope publish', async () => {
    expect((await videos.create({}, { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await videos.create({ title: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await videos.create({}, { key: null })).status).toBe(401)
    expect((await videos.create({}, { key: 'pub_unknown' })).status).toBe(401)
    expect((await videos.create({}, { key: await api.newKey(['read', 'accounts']) })).status).toBe(403)
  })

  test('leaves no address in any log', async () => {
    await videos.uploaded()
    expect(api.logText()).not.toMatch(/X-Amz|uploadId/)
  })
})

describe('an Idempotency-Key', () => {
  const withKey = (key: string, body: object = {}) =>
    videos.create<NewVideo & Faults>(body, { headers: { 'idempotency-key': key } })

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
    expect(await putPart(again.body.upload?.parts[0]?.url)).not.toBe('')
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

describe('further addresses', () => {
  const ask = (id: string, body: object) => api.send<ProblemDetails>('POST', `/v1/videos/${id}/upload-parts`, { body })

  test.each<[object, string, string]>([
    [{ from: 0, count: 1 }, 'too-small', '/from'],
    [{ from: 2, count: 1 }, 'no-such-part', '/from'],
    [{ from: 1, count: 101 }, 'too-large', '/count'],
    [{ from: 1 }, 'required', '/count'],
    [{ from: '1', count: 1 }, 'wrong-type', '/from'],
  ])('asked for as %j are refused', async (body, code, pointer) => {
    const answer = await ask((await videos.create()).body.id, body)
    expect(answer.status).toBe(422)
    expect(faultsOf(answer.body)).toEqual([[code, pointer]])
  })

  test('are for a video that is being uploaded', async () => {
    const { id } = await videos.uploaded()
    const { status, body } = await ask(id, { from: 1, count: 1 })
    expect([status, body.code]).toEqual([409, 'not-uploading'])
  })
})
