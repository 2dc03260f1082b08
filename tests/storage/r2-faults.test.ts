import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ObjectSource } from '../../src/domain/ports/platform'
import type { ObjectStore } from '../../src/domain/ports/storage'
import { createObjectStore } from '../../src/storage/r2'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import type { S3Fault } from '../../sandbox/s3/faults'
import { patternBytes } from '../sandbox/s3-endpoint'

const TIMEOUT_MS = 400
const bytes = patternBytes(3_000_000)
const etag = createHash('md5').update(bytes).digest('hex')
const access = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const never = new AbortController().signal

let dataDir: string
let s3: RunningS3
let store: ObjectStore
let source: ObjectSource

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  s3 = await startS3({ dataDir, ...access, buckets: ['videos'], takesChecksums: false })
  const where = { endpoint: s3.url, region: 'auto' }
  store = createObjectStore({ ...where, bucket: 'videos', ...access, publicUrl: null, timeoutMs: TIMEOUT_MS })
})
beforeEach(async () => {
  s3.faults.clear()
  const client = new S3Client({
    endpoint: s3.url,
    region: 'auto',
    credentials: access,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  await client.send(new PutObjectCommand({ Bucket: 'videos', Key: 'clip.mp4', Body: bytes }))
  client.destroy()
  source = store.open('clip.mp4', { etag, sizeBytes: bytes.length })
})
afterAll(async () => {
  store.close()
  await s3.stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})

async function read(first: number, last: number, betweenChunks = () => Promise.resolve()): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of await source.read(first, last, never)) {
    parts.push(part)
    await betweenChunks()
  }
  return Buffer.concat(parts)
}

test('nothing is asked of R2 that an R2 without checksums refuses', async () => {
  await store.ping()
  expect(await store.head('clip.mp4')).toMatchObject({ etag, sizeBytes: bytes.length })
  expect((await read(5, 2_000_000)).equals(bytes.subarray(5, 2_000_001))).toBe(true)
  expect((await fetch(await source.presignedUrl(60_000))).status).toBe(200)
})

test.each([
  ['an error of the store', { kind: 'error', code: 'ServiceUnavailable' }, 'storage-unreachable', 'transient'],
  ['a dropped connection', { kind: 'drop-connection' }, 'storage-unreachable', 'transient'],
  ['the whole object', { kind: 'ignore-range' }, 'source-range-ignored', 'transient'],
  ['a range that is too short', { kind: 'short-range' }, 'source-range-ignored', 'transient'],
  ['a replaced object', { kind: 'replace' }, 'source-changed', 'media'],
] as const)('%s is told before there is a byte to send', async (_name, fault, code, category) => {
  s3.faults.plan({ ...fault, times: 1 })
  await expect(source.read(0, 99, never)).rejects.toMatchObject({ problem: { code, category } })
})

test.each<[string, S3Fault]>([
  ['breaks off', { kind: 'truncate', times: 1 }],
  ['falls silent for longer than the timeout', { kind: 'slow', delayMs: 3 * TIMEOUT_MS, times: 1 }],
])('a body that %s is told to whoever reads it, and can be read again', async (_name, fault) => {
  s3.faults.plan(fault)
  await expect(read(0, bytes.length - 1)).rejects.toMatchObject({
    problem: { code: 'source-interrupted', category: 'transient' },
  })
  expect((await read(0, bytes.length - 1)).equals(bytes)).toBe(true)
})

test('a body that hesitates for less than the timeout is read to its end', async () => {
  s3.faults.plan({ kind: 'slow', delayMs: TIMEOUT_MS / 4, times: 1 })
  expect((await read(0, bytes.length - 1)).equals(bytes)).toBe(true)
})

test('a platform that takes its time to accept bytes is no fault of the store', async () => {
  let pauses = 0
  const reluctant = () => (pauses++ === 2 ? pause(2 * TIMEOUT_MS) : Promise.resolve())
  expect((await read(0, bytes.length - 1, reluctant)).equals(bytes)).toBe(true)
})

test('a body that has begun goes on with the object that it began with', async () => {
  const begun = await source.read(0, bytes.length - 1, never)
  s3.faults.plan({ kind: 'replace', method: 'HEAD', times: 1 })
  await store.head('clip.mp4')
  const hash = createHash('md5')
  for await (const part of begun) hash.update(part)
  expect(hash.digest('hex')).toBe(etag)
})
