import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import type { ObjectStore } from '../../src/domain/ports/storage'
import { createObjectStore } from '../../src/storage/r2'
import { createCreator, startTestApi, UPLOAD_TIMEOUT_MS, type TestApi } from '../support/api'
import { faultsOf, putPart, SIZE_BYTES, videoCalls, type VideoCalls } from '../support/video-calls'

const access = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const bucket = 'videos'

let dataDir: string
let s3: RunningS3
let store: ObjectStore
let api: TestApi
let userId: string
let videos: VideoCalls

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  s3 = await startS3({ dataDir, ...access, buckets: [bucket] })
  store = createObjectStore({ endpoint: s3.url, region: 'auto', bucket, ...access, publicUrl: null, timeoutMs: 5_000 })
  api = await startTestApi({ store })
  ;({ userId } = await createCreator(api.prisma))
  videos = videoCalls(api, userId)
})
afterAll(async () => {
  await api.close()
  store.close()
  await s3.stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})
afterEach(() => {
  api.inspectionRuns.failWith = null
  s3.faults.clear()
})

describe('a completion', () => {
  test('stores what the object is, has it inspected, and may be repeated', async () => {
    const { body } = await videos.create()
    const parts = [{ number: 1, etag: await putPart(body.upload?.parts[0]?.url) }]

    const first = await videos.complete(body.id, parts)
    expect(first).toMatchObject({ status: 200, body: { status: 'PROCESSING', uploadExpiresAt: null } })
    const row = await api.prisma.video.findUniqueOrThrow({ where: { id: body.id } })
    expect(row).toMatchObject({ uploadId: null, uploadExpiresAt: null, fileSize: 3_000n })
    expect(row.etag).toMatch(/^[0-9a-f]{32}-1$/)
    expect(await videos.complete(body.id, parts)).toMatchObject({ status: 200, body: first.body })
    expect(api.inspectionRuns.asked.filter((id) => id === body.id)).toHaveLength(2)
  })

  test('is one, however many ask for it at once', async () => {
    const { body } = await videos.create()
    const parts = [{ number: 1, etag: await putPart(body.upload?.parts[0]?.url) }]
    const answers = await Promise.all(Array.from({ length: 8 }, () => videos.complete(body.id, parts)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
  })

  test('is told by the object where the answer of the store is lost', async () => {
    const { body } = await videos.create()
    const parts = [{ number: 1, etag: await putPart(body.upload?.parts[0]?.url) }]
    s3.faults.plan({ kind: 'lose-answer', method: 'POST', times: 1 })
    expect(await videos.complete(body.id, parts)).toMatchObject({ status: 200, body: { uploadExpiresAt: null } })
  })

  test('that the store did not take is 503, and is taken later', async () => {
    const { body } = await videos.create()
    const parts = [{ number: 1, etag: await putPart(body.upload?.parts[0]?.url) }]
    s3.faults.plan({ kind: 'error', code: 'ServiceUnavailable', method: 'POST', times: 1 })
    expect(await videos.complete(body.id, parts)).toMatchObject({ status: 503, body: { code: 'storage-unreachable' } })
    expect((await videos.complete(body.id, parts)).status).toBe(200)
  })

  test('of a part that is not as long as was announced is refused, and the part may be sent again', async () => {
    const { body } = await videos.create()
    const { uploadId, r2Key: key } = await api.prisma.video.findUniqueOrThrow({ where: { id: body.id } })
    const short = { number: 1, sizeBytes: SIZE_BYTES - 1 }
    const url = await store.partUrl({ key, uploadId: String(uploadId) }, short, 60_000)
    const etag = await putPart(url, short.sizeBytes)

    const parts = [{ ...short, announcedBytes: SIZE_BYTES }]
    expect(await videos.complete(body.id, [{ number: 1, etag }])).toMatchObject({
      status: 409,
      body: { code: 'size-differs', parts },
    })
    const whole = await putPart(body.upload?.parts[0]?.url)
    expect((await videos.complete(body.id, [{ number: 1, etag: whole }])).status).toBe(200)
  })

  test('of a whole that is not as large as was announced makes no video that may be published', async () => {
    const { body } = await videos.create()
    api.objects.set(body.key, { etag: 'e', sizeBytes: SIZE_BYTES + 1, contentType: 'video/mp4' })
    const parts = [{ number: 1, etag: await putPart(body.upload?.parts[0]?.url) }]
    expect(await videos.complete(body.id, parts)).toMatchObject({
      status: 409,
      body: { code: 'size-differs', sizeBytes: SIZE_BYTES + 1 },
    })
    expect(await api.prisma.video.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({ etag: null })
  })

  test('answers also while Temporal is down', async () => {
    api.inspectionRuns.failWith = new Error('down')
    const { status } = await videos.uploaded()
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
    const { id } = (await videos.create()).body
    const { status, body } = await videos.complete(id, parts)
    expect(status).toBe(422)
    expect(faultsOf(body)).toEqual([[code, pointer]])
  })

  test('with 501 parts is refused', async () => {
    const parts = Array.from({ length: 501 }, (_, index) => ({ number: (index % 500) + 1, etag: 'e' }))
    const { body } = await videos.complete((await videos.create()).body.id, parts)
    expect(faultsOf(body)).toEqual([['too-large', '/parts']])
  })
})

test('an upload takes nothing more once its time is over', async () => {
  const { id } = (await videos.create()).body
  api.clock.advance(UPLOAD_TIMEOUT_MS)
  const expired = { status: 410, body: { code: 'upload-expired' } }
  const parts = [{ number: 1, etag: 'e' }]
  expect(await api.send('POST', `/v1/videos/${id}/complete`, { body: { parts } })).toMatchObject(expired)
  expect(await api.send('POST', `/v1/videos/${id}/upload-parts`, { body: { from: 1, count: 1 } })).toMatchObject(
    expired,
  )
})
