import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ObjectStore } from '../../src/domain/ports/storage'
import { createObjectStore } from '../../src/storage/r2'
import { startS3, type RunningS3 } from '../../sandbox/s3'

const Bucket = 'videos'
const access = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const never = new AbortController().signal

let dataDir: string
let s3: RunningS3
let store: ObjectStore
let client: S3Client

// An R2 as it was in 2025: it takes none of the SDK's checksum headers.
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  s3 = await startS3({ dataDir, ...access, buckets: [Bucket], takesChecksums: false })
  const where = { endpoint: s3.url, region: 'auto' }
  store = createObjectStore({ ...where, bucket: Bucket, ...access, publicUrl: null, timeoutMs: 10_000 })
  client = new S3Client({
    ...where,
    credentials: access,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
})
beforeEach(() => s3.faults.clear())
afterAll(async () => {
  store.close()
  client.destroy()
  await s3.stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})

const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
const begin = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }))

async function keysBelow(Prefix: string): Promise<(string | undefined)[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }))
  return Contents.map(({ Key }) => Key)
}

async function uploadsBelow(Prefix: string): Promise<(string | undefined)[]> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix }))
  return Uploads.map(({ Key }) => Key)
}

test('all that lies below a prefix goes, whatever its name, and nothing beside it', async () => {
  const mine = ['videos/ann/1.mp4', 'videos/ann/cover <&"> é.jpg', 'videos/ann/deep/er.mp4']
  const others = ['videos/anna/1.mp4', 'videos/an/1.mp4', 'archive/ann/1.jsonl']
  for (const key of [...mine, ...others]) await put(key)
  await store.erase('videos/ann/', never)
  expect(await keysBelow('videos/ann/')).toEqual([])
  for (const key of others) expect(await keysBelow(key)).toEqual([key])
})

test('more objects than one call may name all go', async () => {
  const keys = Array.from({ length: 1_001 }, (_, index) => `videos/many/${index}.mp4`)
  for (let at = 0; at < keys.length; at += 50) await Promise.all(keys.slice(at, at + 50).map(put))
  await store.erase('videos/many/', never)
  expect(await keysBelow('videos/many/')).toEqual([])
})

test('uploads in progress are abandoned, and those of others go on', async () => {
  for (const key of ['videos/bob/1.mp4', 'videos/bob/1.mp4', 'videos/bob/2.mp4', 'videos/bobby/1.mp4']) await begin(key)
  await store.erase('videos/bob/', never)
  expect(await uploadsBelow('videos/bob')).toEqual(['videos/bobby/1.mp4'])
})

test('an upload that has ended since it was listed is no fault', async () => {
  const answers: Record<string, [status: number, document: string]> = {
    'GET uploads': [
      200,
      '<ListMultipartUploadsResult><Upload><Key>a</Key><UploadId>1</UploadId></Upload></ListMultipartUploadsResult>',
    ],
    DELETE: [404, '<Error><Code>NoSuchUpload</Code></Error>'],
    GET: [200, '<ListBucketResult></ListBucketResult>'],
  }
  const asked: string[] = []
  const server = createServer(({ method = '', url = '' }, response) => {
    const call = url.includes('uploads') ? `${method} uploads` : method
    asked.push(call)
    const [status, document] = answers[call] ?? [500, '']
    response.writeHead(status, { 'content-type': 'application/xml' }).end(document)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const late = createObjectStore({
    endpoint,
    region: 'auto',
    bucket: Bucket,
    ...access,
    publicUrl: null,
    timeoutMs: 10_000,
  })
  await late.erase('a', never)
  late.close()
  server.close()
  expect(asked).toEqual(['GET uploads', 'DELETE', 'GET'])
})

test('of one object its neighbours do not notice, and that it is gone already is no fault', async () => {
  for (const key of ['videos/eve/1.mp4', 'videos/eve/1.mp4.jpg', 'videos/eve/1.mp']) await put(key)
  await store.eraseOne('videos/eve/1.mp4', never)
  await store.eraseOne('videos/eve/1.mp4', never)
  expect(await keysBelow('videos/eve/')).toEqual(['videos/eve/1.mp', 'videos/eve/1.mp4.jpg'])
})

test('nothing to erase is erased', async () => {
  await expect(store.erase('videos/nobody/', never)).resolves.toBeUndefined()
})

test.each([
  ['the list', 'GET'],
  ['the deletion', 'POST'],
] as const)('a store that fails at %s is told as passing, and erased by the next try', async (_name, method) => {
  await put('videos/dan/1.mp4')
  s3.faults.plan({ kind: 'error', code: 'ServiceUnavailable', method, times: 1 })
  await expect(store.erase('videos/dan/', never)).rejects.toMatchObject({
    problem: { code: 'storage-unreachable', category: 'transient' },
  })
  await store.erase('videos/dan/', never)
  expect(await keysBelow('videos/dan/')).toEqual([])
})

test('a caller that gives up gets its own reason', async () => {
  const reason = new Error('cancelled')
  await expect(store.erase('videos/dan/', AbortSignal.abort(reason))).rejects.toBe(reason)
})
