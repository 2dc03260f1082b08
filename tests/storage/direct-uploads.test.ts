import { createHash } from 'node:crypto'
import type { DirectUploads } from '../../src/domain/ports/direct-uploads'
import type { ObjectStore } from '../../src/domain/ports/storage'
import { createObjectStore } from '../../src/storage/r2'
import { openS3Endpoint, patternBytes, type S3Endpoint } from '../sandbox/s3-endpoint'

const LIFETIME_MS = 60_000
const PART_BYTES = 5 * 1024 * 1024
const bytes = patternBytes(PART_BYTES + 1_000)
const parts = [bytes.subarray(0, PART_BYTES), bytes.subarray(PART_BYTES)]
const never = new AbortController().signal

let s3: S3Endpoint
let store: ObjectStore

beforeAll(async () => {
  s3 = await openS3Endpoint()
  const { url, bucket, accessKeyId, secretAccessKey } = s3
  store = createObjectStore({
    endpoint: url,
    region: 'auto',
    bucket,
    accessKeyId,
    secretAccessKey,
    publicUrl: null,
    timeoutMs: 10_000,
  })
})
afterAll(async () => {
  store.close()
  await s3.stop()
})

const begin = async (key: string) => ({ key, uploadId: await store.beginUpload(key, 'video/mp4') })

const put = (url: string, body: Buffer) => fetch(url, { method: 'PUT', body: new Uint8Array(body) })

async function putAll(upload: Parameters<DirectUploads['partUrl']>[0]) {
  const urls = await Promise.all(
    parts.map((part, index) => store.partUrl(upload, { number: index + 1, sizeBytes: part.length }, LIFETIME_MS)),
  )
  for (const [index, part] of parts.entries()) expect((await put(urls[index] ?? '', part)).status).toBe(200)
  return urls
}

test('parts that were PUT where their addresses say become one object, byte for byte', async () => {
  const upload = await begin('videos/anna/whole.mp4')
  await putAll(upload)

  const arrived = (await store.uploadedParts(upload)) ?? []
  expect(arrived.map(({ number, sizeBytes }) => [number, sizeBytes])).toEqual([
    [1, PART_BYTES],
    [2, 1_000],
  ])
  expect(arrived.map(({ etag }) => etag)).toEqual(parts.map((part) => createHash('md5').update(part).digest('hex')))
  expect(await store.completeUpload(upload, arrived)).toBe('completed')
  expect(await store.head(upload.key)).toMatchObject({ sizeBytes: bytes.length, contentType: 'video/mp4' })

  const answer = await fetch(await store.downloadUrl(upload.key, 'Mütter "1".mp4', LIFETIME_MS))
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="M_tter _1_.mp4"; filename*=UTF-8''M%C3%BCtter%20%221%22.mp4`,
  )
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
})

test('an address takes its own part only, of that very length', async () => {
  const upload = await begin('videos/anna/strict.mp4')
  const url = await store.partUrl(upload, { number: 1, sizeBytes: 1_000 }, LIFETIME_MS)

  expect((await put(url, bytes.subarray(0, 1_001))).status).toBe(403)
  expect((await put(url.replace('partNumber=1', 'partNumber=2'), bytes.subarray(0, 1_000))).status).toBe(403)
  expect((await put(url.replace('strict.mp4', 'other.mp4'), bytes.subarray(0, 1_000))).status).toBe(403)
  expect((await fetch(url)).status).toBe(403)
  expect(await store.uploadedParts(upload)).toEqual([])
})

test.each(['completed', 'abandoned'])('an address writes nothing any more once its upload is %s', async (end) => {
  const upload = await begin(`videos/anna/${end}.mp4`)
  const [url = ''] = await putAll(upload)
  if (end === 'completed') await store.completeUpload(upload, (await store.uploadedParts(upload)) ?? [])
  else await store.abandon(upload, never)
  const before = await store.head(upload.key)

  expect((await put(url, parts[0] ?? Buffer.alloc(0))).status).toBe(404)
  expect(await store.uploadedParts(upload)).toBeNull()
  expect(await store.completeUpload(upload, [{ number: 1, etag: 'any', sizeBytes: 1 }])).toBe('gone')
  expect(await store.head(upload.key)).toEqual(before)
})

test('parts that are not there as they are named make no object', async () => {
  const upload = await begin('videos/anna/differs.mp4')
  await putAll(upload)
  const named = [{ number: 1, etag: '0'.repeat(32), sizeBytes: PART_BYTES }]
  expect(await store.completeUpload(upload, named)).toBe('parts-differ')
  expect(await store.head(upload.key)).toBeNull()
})
