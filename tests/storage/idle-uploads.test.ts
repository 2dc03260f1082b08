import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IdleUpload, ObjectStore } from '../../src/domain/ports/storage'
import { createObjectStore } from '../../src/storage/r2'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import { until } from '../support/until'

const Bucket = 'videos'
const access = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const never = new AbortController().signal

let dataDir: string
let s3: RunningS3
let store: ObjectStore
let client: S3Client
let prefix: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  s3 = await startS3({ dataDir, ...access, buckets: [Bucket] })
  const where = { endpoint: s3.url, region: 'auto' }
  store = createObjectStore({ ...where, bucket: Bucket, ...access, publicUrl: null, timeoutMs: 10_000 })
  client = new S3Client({ ...where, credentials: access, forcePathStyle: true })
})
beforeEach(() => {
  prefix = `videos/${randomUUID()}/`
})
afterAll(async () => {
  store.close()
  client.destroy()
  await s3.stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})

/** An instant after all that was done, and before all that is to come. */
async function between(): Promise<number> {
  const doneMs = Date.now()
  const atMs = await until(() => Promise.resolve(Date.now() > doneMs && Date.now()))
  await until(() => Promise.resolve(Date.now() > atMs))
  return atMs
}

async function begin(name: string) {
  const Key = `${prefix}${name}`
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const upload = { Bucket, Key, UploadId }
  return {
    part: (PartNumber = 1) => client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' })),
    complete: (ETag: string | undefined) =>
      client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
      ),
  }
}

async function idleSince(beforeMs: number): Promise<IdleUpload[]> {
  const found = []
  for await (const upload of store.idleUploads(prefix, beforeMs, never)) found.push(upload)
  return found
}

const namesOf = (uploads: { key: string }[]) => uploads.map(({ key }) => key.slice(prefix.length))

test('an upload is idle once neither its beginning nor a part is young', async () => {
  await begin('never-a-part')
  const slow = await begin('slow')
  await slow.part(1)
  const stopped = await begin('stopped')
  await stopped.part(1)
  const done = await begin('done')
  await done.complete((await done.part()).ETag)
  const beforeAll = Date.now() - 60_000
  const then = await between()
  await begin('young')
  await slow.part(2)

  expect(namesOf(await idleSince(then))).toEqual(['never-a-part', 'stopped'])
  expect(await idleSince(beforeAll)).toEqual([])
  for (const { idleSinceMs } of await idleSince(then)) expect(idleSinceMs).toBeLessThan(then)
})

test('what is abandoned is gone with its parts, and abandoning it again does nothing', async () => {
  await (await begin('left')).part()
  const [upload] = await idleSince(await between())
  if (!upload) throw new Error('nothing is idle')
  await store.abandon(upload, never)
  await store.abandon(upload, never)
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }))
  expect(Uploads).toEqual([])
})

test('uploads elsewhere are not looked at', async () => {
  await begin('mine')
  const then = await between()
  prefix = `videos/${randomUUID()}/`
  expect(await idleSince(then)).toEqual([])
})
