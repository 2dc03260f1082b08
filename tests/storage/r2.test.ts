import { PutObjectCommand } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PublishError } from '../../src/domain/errors'
import type { ObjectStore } from '../../src/domain/ports/storage'
import { createObjectStore, type ObjectStoreOptions } from '../../src/storage/r2'
import { openS3Endpoint, patternBytes, type S3Endpoint } from '../sandbox/s3-endpoint'

const bytes = patternBytes(3_000_001)
const etag = createHash('md5').update(bytes).digest('hex')
const pinned = { etag, sizeBytes: bytes.length }
const never = new AbortController().signal

let s3: S3Endpoint
let store: ObjectStore
const opened: ObjectStore[] = []
const servers: Server[] = []

function open(overrides: Partial<ObjectStoreOptions> = {}): ObjectStore {
  const { url, bucket, accessKeyId, secretAccessKey } = s3
  const made = createObjectStore({
    endpoint: url,
    region: 'auto',
    bucket,
    accessKeyId,
    secretAccessKey,
    publicUrl: null,
    timeoutMs: 10_000,
    ...overrides,
  })
  opened.push(made)
  return made
}

/** A store behind an HTTP server that answers as the test wants it. */
async function openBehind(answer: RequestListener, timeoutMs = 10_000): Promise<ObjectStore> {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return open({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs })
}

const put = (Key: string, Body: Buffer, ContentType?: string) =>
  s3
    .client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
    .send(new PutObjectCommand({ Bucket: s3.bucket, Key, Body, ContentType }))

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

async function problemOf(work: Promise<unknown>): Promise<{ code: string; category: string }> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PublishError)) throw new Error(`expected a PublishError, got ${String(error)}`)
  return { code: error.problem.code, category: error.problem.category }
}

beforeAll(async () => {
  s3 = await openS3Endpoint({})
  store = open()
  await put('users/u1/clip.mp4', bytes, 'video/mp4')
})

afterAll(async () => {
  for (const one of opened) one.close()
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  await s3.stop()
})

test('head tells what an object is pinned by, and null where there is none', async () => {
  expect(await store.head('users/u1/clip.mp4')).toEqual({ ...pinned, contentType: 'video/mp4' })
  expect(await store.head('users/u1/absent.mp4')).toBeNull()
})

test('ranges put together are the video, byte for byte', async () => {
  const source = store.open('users/u1/clip.mp4', pinned)
  const parts: Buffer[] = []
  for (let first = 0; first < bytes.length; first += 1_000_000)
    parts.push(await collect(await source.read(first, Math.min(first + 999_999, bytes.length - 1), never)))
  expect(Buffer.concat(parts).equals(bytes)).toBe(true)
})

test.each([
  ['clip.mp4', 'video/mp4'],
  ['clip.MOV', 'video/quicktime'],
  ['clip.webm', 'video/webm'],
])('%s is offered as %s', (key, contentType) => {
  expect(store.open(key, pinned)).toMatchObject({ contentType, sizeBytes: bytes.length })
})

test('an object replaced between two reads is never mixed into an upload', async () => {
  await put('replaced.mp4', bytes)
  const source = store.open('replaced.mp4', pinned)
  await collect(await source.read(0, 9, never))
  await put('replaced.mp4', patternBytes(bytes.length, 2))
  expect(await problemOf(source.read(10, 19, never))).toEqual({ code: 'source-changed', category: 'media' })
})

test('an object that is gone is told as missing', async () => {
  expect(await problemOf(store.open('absent.mp4', pinned).read(0, 9, never))).toEqual({
    code: 'source-missing',
    category: 'media',
  })
})

test('a presigned URL lets a platform fetch the video, whole or by range', async () => {
  const url = await store.open('users/u1/clip.mp4', pinned).presignedUrl(3_600_000)
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('3600')
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true)
  const part = await fetch(url, { headers: { range: 'bytes=5-9' } })
  expect([part.status, Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(5, 10))]).toEqual([206, true])
})

test('a key that may not read is a fault of the configuration, told without the key', async () => {
  const stranger = open({ secretAccessKey: 'not-the-secret' })
  const error = await stranger.ping().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ problem: { code: 'storage-refused', category: 'configuration' } })
  expect(JSON.stringify(error)).not.toMatch(/not-the-secret|Signature=/)
})

test('the store is ready when its bucket answers', async () => {
  await store.ping()
  expect(await problemOf(open({ bucket: 'no-such-bucket' }).ping())).toEqual({
    code: 'storage-refused',
    category: 'configuration',
  })
})

describe('a store that misbehaves', () => {
  const partly = { 'content-range': `bytes 0-9/${bytes.length}`, etag: `"${etag}"` }
  const read = (faulty: ObjectStore, signal = never) => faulty.open('clip.mp4', pinned).read(0, 9, signal)

  test('a whole object in place of a range is refused', async () => {
    const faulty = await openBehind((_, response) =>
      response.writeHead(200, { 'content-length': 10 }).end('0123456789'),
    )
    expect((await problemOf(read(faulty))).code).toBe('source-range-ignored')
  })

  test('another range than asked for is refused', async () => {
    const headers = { 'content-length': 10, 'content-range': `bytes 1-10/${bytes.length}` }
    const faulty = await openBehind((_, response) => response.writeHead(206, headers).end('0123456789'))
    expect((await problemOf(read(faulty))).code).toBe('source-range-ignored')
  })

  test('a range of an object of another size is refused', async () => {
    const headers = { 'content-length': 10, 'content-range': 'bytes 0-9/11' }
    const faulty = await openBehind((_, response) => response.writeHead(206, headers).end('0123456789'))
    expect((await problemOf(read(faulty))).code).toBe('source-range-ignored')
  })

  test('bytes of another object are refused, though the store overlooked the condition', async () => {
    const headers = { ...partly, 'content-length': 10, etag: '"another"' }
    const faulty = await openBehind((_, response) => response.writeHead(206, headers).end('0123456789'))
    expect(await problemOf(read(faulty))).toEqual({ code: 'source-changed', category: 'media' })
  })

  test('bytes that nobody says the object of are refused', async () => {
    const { etag: _, ...headers } = { ...partly, 'content-length': 10 }
    const faulty = await openBehind((_request, response) => response.writeHead(206, headers).end('0123456789'))
    expect((await problemOf(read(faulty))).code).toBe('source-range-ignored')
  })

  test('a body that ends early is an error, never a short upload', async () => {
    const faulty = await openBehind((_, response) => {
      response.writeHead(206, { ...partly, 'content-length': 10 }).write('01234', () => response.destroy())
    })
    expect(await problemOf(collect(await read(faulty)))).toEqual({ code: 'source-interrupted', category: 'transient' })
  })

  test('a body that falls silent is given up', async () => {
    const faulty = await openBehind((_, response) => {
      response.writeHead(206, { ...partly, 'content-length': 10 }).write('01234')
    }, 100)
    expect((await problemOf(collect(await read(faulty)))).code).toBe('source-interrupted')
  })

  test('an answer that never begins is given up', async () => {
    const faulty = await openBehind(() => undefined, 100)
    expect(await problemOf(read(faulty))).toEqual({ code: 'storage-unreachable', category: 'transient' })
    expect(await problemOf(faulty.ping())).toMatchObject({ category: 'transient' })
    expect(await problemOf(faulty.head('clip.mp4'))).toMatchObject({ category: 'transient' })
  })

  test.each([500, 503, 429])('status %i may be repeated', async (status) => {
    const faulty = await openBehind((_, response) => response.writeHead(status).end())
    expect(await problemOf(read(faulty))).toEqual({ code: 'storage-unreachable', category: 'transient' })
  })

  test('a store that is not there may come back', async () => {
    expect(await problemOf(open({ endpoint: 'http://127.0.0.1:1' }).ping())).toMatchObject({ category: 'transient' })
  })
})

describe('a caller that gives up', () => {
  const reason = new Error('cancelled')

  test('before the answer gets its own reason', async () => {
    const caller = new AbortController()
    const faulty = await openBehind(() => caller.abort(reason))
    await expect(faulty.open('clip.mp4', pinned).read(0, 9, caller.signal)).rejects.toBe(reason)
  })

  test('in the middle of the bytes gets its own reason', async () => {
    const caller = new AbortController()
    const stream = await store.open('users/u1/clip.mp4', pinned).read(0, bytes.length - 1, caller.signal)
    const reading = (async () => {
      for await (const part of stream) if (part.byteLength > 0) caller.abort(reason)
    })()
    await expect(reading).rejects.toBe(reason)
  })

  test('without ever having read leaves nothing open', async () => {
    const caller = new AbortController()
    let closed: Promise<unknown> = Promise.resolve()
    const faulty = await openBehind((request, response) => {
      closed = once(request.socket, 'close')
      const range = { 'content-length': 10, 'content-range': `bytes 0-9/${bytes.length}` }
      response.writeHead(206, { ...range, etag: `"${etag}"` }).write('0')
    })
    await faulty.open('clip.mp4', pinned).read(0, 9, caller.signal)
    caller.abort(reason)
    await closed
  })
})
