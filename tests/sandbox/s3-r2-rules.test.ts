import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startS3, type RunningS3 } from '../../sandbox/s3'

const Bucket = 'videos'
const credentials = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }

let dataDir: string
let server: RunningS3
let client: S3Client
let aheadMs = 0

async function start() {
  server = await startS3({ dataDir, ...credentials, buckets: [Bucket], nowMs: () => Date.now() + aheadMs })
  client = new S3Client({
    endpoint: server.url,
    region: 'auto',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

async function stop() {
  client.destroy()
  await server.stop()
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  aheadMs = 0
  await start()
})

afterEach(async () => {
  await stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})

const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }))

async function text(Key: string) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
  return Body?.transformToString()
}

test('a URL whose time has passed is 400 ExpiredRequest, as XML', async () => {
  await put('clip', 'bytes')
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'clip' }), { expiresIn: 3_600 })
  aheadMs = 3_599_000
  expect((await fetch(url)).status).toBe(200)
  aheadMs = 3_601_000
  const answer = await fetch(url)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/xml'])
  expect(await answer.text()).toContain('<Code>ExpiredRequest</Code>')
})

test('a request signed by a clock that is far off is refused', async () => {
  aheadMs = 16 * 60_000
  await expect(put('clip', 'bytes')).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' })
})

test('parts of different sizes are refused, whatever the last one is', async () => {
  const upload = { Bucket, Key: 'parts' }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
  const Parts = []
  for (const [PartNumber, sizeBytes] of [
    [1, 5 * 1_048_576],
    [2, 6 * 1_048_576],
    [3, 1],
  ] as const) {
    const part = new UploadPartCommand({ ...upload, UploadId, PartNumber, Body: Buffer.alloc(sizeBytes) })
    Parts.push({ PartNumber, ETag: (await client.send(part)).ETag })
  }
  const complete = new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } })
  const refusal = { name: 'InvalidPart', message: 'All non-trailing parts must have the same length.' }
  await expect(client.send(complete)).rejects.toMatchObject(refusal)
})

test('a body without a length is 411', async () => {
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'endless' }), { expiresIn: 60 })
  const call = request(url, { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } })
  call.end('bytes')
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(411)
})

test('a browser may upload from another origin and read the ETag', async () => {
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'browser' }), { expiresIn: 60 })
  const asked = {
    origin: 'https://app.example',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type',
  }
  const preflight = await fetch(url, { method: 'OPTIONS', headers: asked })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
  const sent = await fetch(url, { method: 'PUT', body: 'x', headers: { origin: 'https://app.example' } })
  expect(sent.headers.get('access-control-allow-origin')).toBe('https://app.example')
  expect(sent.headers.get('access-control-expose-headers')).toContain('etag')
})

test('objects and unfinished uploads survive a restart, replaced bytes do not', async () => {
  await put('clip', 'old bytes')
  await put('clip', 'bytes')
  const upload = { Bucket, Key: 'half' }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
  const { ETag } = await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'first part' }))
  await stop()
  await start()
  expect(await text('clip')).toBe('bytes')
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }))
  expect(await text('half')).toBe('first part')
  expect(await readdir(join(dataDir, Bucket, 'blobs'))).toHaveLength(2)
  expect(await readdir(join(dataDir, Bucket, 'uploads'))).toEqual([])
})

test('an upload cut off in its middle leaves the object as it was', async () => {
  await put('clip', 'whole')
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'clip' }), { expiresIn: 60 })
  const call = request(url, { method: 'PUT', headers: { 'content-length': '1000000' } })
  call.on('error', () => undefined)
  call.write(Buffer.alloc(100_000), () => call.destroy())
  await new Promise((resolve) => call.once('close', resolve))
  expect(await text('clip')).toBe('whole')
  expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'clip' }))).ContentLength).toBe(5)
})

test('a read that has begun goes on with the object that it began with', async () => {
  const old = 'o'.repeat(8_000_000)
  await put('clip', old)
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'clip' }))
  await put('clip', 'new')
  expect(await Body?.transformToString()).toBe(old)
})
