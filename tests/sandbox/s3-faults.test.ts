import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import { patternBytes } from './s3-endpoint'

const Bucket = 'videos'
const credentials = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const bytes = patternBytes(600_000)
const plain = { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' } as const

let dataDir: string
let s3: RunningS3
let url: string

const clientOf = (server: RunningS3, overrides = {}) =>
  new S3Client({
    endpoint: server.url,
    region: 'auto',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    ...overrides,
  })

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  s3 = await startS3({ dataDir, ...credentials, buckets: [Bucket] })
})
beforeEach(async () => {
  const client = clientOf(s3, plain)
  await client.send(new PutObjectCommand({ Bucket, Key: 'clip', Body: bytes, ContentType: 'video/mp4' }))
  url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'clip' }), { expiresIn: 60 })
  client.destroy()
})
afterEach(() => s3.faults.clear())
afterAll(async () => {
  await s3.stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})

const get = (range = 'bytes=100-299', headers: Record<string, string> = {}) =>
  fetch(url, { headers: { range, ...headers } })
const read = async (answer: Response) => Buffer.from(await answer.arrayBuffer())
const lengthOf = (answer: Response) => Number(answer.headers.get('content-length'))

test.each([
  ['InternalError', 500],
  ['ServiceUnavailable', 503],
  ['TooManyRequests', 429],
] as const)('%s is answered with status %i, as XML, and for as many calls as were asked for', async (code, status) => {
  s3.faults.plan({ kind: 'error', code, times: 2 })
  for (let call = 0; call < 2; call++) {
    const answer = await get()
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(`<Code>${code}</Code>`)])
  }
  expect((await get()).status).toBe(206)
})

test('a dropped connection brings no answer', async () => {
  s3.faults.plan({ kind: 'drop-connection', times: 1 })
  await expect(get()).rejects.toThrow('fetch failed')
  expect((await get()).status).toBe(206)
})

test('a call whose answer is lost is done', async () => {
  const client = clientOf(s3, plain)
  s3.faults.plan({ kind: 'lose-answer', method: 'PUT', times: 1 })
  await expect(client.send(new PutObjectCommand({ Bucket, Key: 'lost', Body: 'kept' }))).rejects.toThrow()
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'lost' }))).toMatchObject({ ContentLength: 4 })
  client.destroy()
})

test('a fault lets calls pass, spares other methods, and lasts until it is cleared', async () => {
  s3.faults.plan({ kind: 'error', code: 'InternalError', method: 'GET', skip: 1 })
  const client = clientOf(s3)
  expect((await get()).status).toBe(206)
  expect((await get()).status).toBe(500)
  await client.send(new HeadObjectCommand({ Bucket, Key: 'clip' }))
  expect((await get()).status).toBe(500)
  s3.faults.clear()
  expect((await get()).status).toBe(206)
  client.destroy()
})

test('an ignored range is 200 with the whole object', async () => {
  s3.faults.plan({ kind: 'ignore-range', times: 1 })
  const answer = await get()
  expect([answer.status, answer.headers.get('content-range')]).toEqual([200, null])
  expect((await read(answer)).equals(bytes)).toBe(true)
})

test('a short range is 206 with one byte less', async () => {
  s3.faults.plan({ kind: 'short-range', times: 1 })
  const answer = await get()
  expect([answer.status, answer.headers.get('content-range')]).toEqual([206, 'bytes 100-298/600000'])
  expect((await read(answer)).equals(bytes.subarray(100, 299))).toBe(true)
})

test('a truncated body announces all and breaks off', async () => {
  s3.faults.plan({ kind: 'truncate', times: 1 })
  const answer = await get('bytes=0-')
  expect([answer.status, lengthOf(answer)]).toEqual([206, bytes.length])
  await expect(read(answer)).rejects.toThrow()
})

test('a slow body falls silent in its middle, and comes whole', async () => {
  s3.faults.plan({ kind: 'slow', delayMs: 300, times: 1 })
  const answer = await get('bytes=0-')
  const beganMs = performance.now()
  expect((await read(answer)).equals(bytes)).toBe(true)
  expect(performance.now() - beganMs).toBeGreaterThan(200)
})

test('an object replaced between two ranged reads is 412 for who pins its ETag, and other bytes for who does not', async () => {
  const first = await get()
  const pin = { 'if-match': String(first.headers.get('etag')) }
  expect((await get('bytes=300-499', pin)).status).toBe(206)
  s3.faults.plan({ kind: 'replace', times: 1 })
  expect((await get('bytes=300-499', pin)).status).toBe(412)
  const other = await get('bytes=0-')
  expect([other.status, lengthOf(other)]).toEqual([206, bytes.length])
  expect((await read(other)).equals(bytes)).toBe(false)
})

describe('without checksums', () => {
  let strict: RunningS3
  const clients: S3Client[] = []
  const open = (overrides = {}) => {
    const client = clientOf(strict, overrides)
    clients.push(client)
    return client
  }
  beforeAll(async () => {
    strict = await startS3({
      dataDir: join(dataDir, 'strict'),
      ...credentials,
      buckets: [Bucket],
      takesChecksums: false,
    })
  })
  afterAll(async () => {
    for (const client of clients) client.destroy()
    await strict.stop()
  })

  const refused = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } }
  const clip = { Bucket, Key: 'clip' }

  test('what the SDK adds by default is 501: to a body, a stream, a part, a read', async () => {
    const client = open()
    for (const command of [
      new PutObjectCommand({ ...clip, Body: 'bytes' }),
      new PutObjectCommand({ ...clip, Body: Readable.from([Buffer.from('bytes')]), ContentLength: 5 }),
    ])
      await expect(client.send(command)).rejects.toMatchObject(refused)
    const part = new UploadPartCommand({ ...clip, UploadId: 'any', PartNumber: 1, Body: 'bytes' })
    await expect(client.send(part)).rejects.toMatchObject(refused)
    await expect(client.send(new GetObjectCommand({ ...clip, Range: 'bytes=0-1' }))).rejects.toMatchObject(refused)
  })

  test('a presigned URL with a checksum in its query is 501', async () => {
    const signed = await getSignedUrl(open(), new PutObjectCommand(clip), { expiresIn: 60 })
    expect(signed).toContain('x-amz-checksum-crc32')
    expect((await fetch(signed, { method: 'PUT', body: 'bytes' })).status).toBe(501)
  })

  test('a client that is told to leave them out writes and reads', async () => {
    const client = open(plain)
    await client.send(new PutObjectCommand({ ...clip, Body: 'bytes' }))
    const { Body } = await client.send(new GetObjectCommand({ ...clip, Range: 'bytes=1-3' }))
    expect(await Body?.transformToString()).toBe('yte')
  })
})

test.each([-16, 16])('a client whose clock is %i minutes off is refused', async (minutes) => {
  const client = clientOf(s3, { ...plain, systemClockOffset: minutes * 60_000 })
  const head = client.send(new GetObjectCommand({ Bucket, Key: 'clip' }))
  await expect(head).rejects.toMatchObject({ name: 'RequestTimeTooSkewed', $metadata: { httpStatusCode: 403 } })
  client.destroy()
})
