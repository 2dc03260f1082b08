import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { openS3Endpoint, patternBytes, type S3Endpoint } from './s3-endpoint'

const PART_BYTES = 5 * 1_048_576
const bytes = patternBytes(2 * PART_BYTES + 1_234)

let s3: S3Endpoint
let client: S3Client
let Bucket: string

beforeAll(async () => {
  s3 = await openS3Endpoint()
  Bucket = s3.bucket
  client = s3.client()
})

afterAll(() => s3.stop())

const slice = (number: number) => bytes.subarray((number - 1) * PART_BYTES, number * PART_BYTES)

async function begin(Key: string) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4' }))
  const upload = { Bucket, Key, UploadId }
  return {
    async part(PartNumber: number, Body: Buffer): Promise<CompletedPart> {
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))
      return { PartNumber, ETag }
    },
    complete: (Parts: CompletedPart[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
    parts: async () => (await client.send(new ListPartsCommand(upload))).Parts,
    abort: () => client.send(new AbortMultipartUploadCommand(upload)),
  }
}

async function sha256Of(Key: string, Range?: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }))
  const hash = createHash('sha256')
  for await (const chunk of Body as Readable) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex')
const failure = (httpStatusCode: number, name: string) => ({ name, $metadata: { httpStatusCode } })

test('parts uploaded out of order become one object, whose ETag is the MD5 of their MD5s', async () => {
  const upload = await begin('by-hand')
  const [third, first, second] = [
    await upload.part(3, slice(3)),
    await upload.part(1, slice(1)),
    await upload.part(2, slice(2)),
  ]
  expect((await upload.parts())?.map((part) => [part.PartNumber, part.Size])).toEqual([
    [1, PART_BYTES],
    [2, PART_BYTES],
    [3, 1_234],
  ])
  const { ETag } = await upload.complete([first, second, third])
  const digests = [1, 2, 3].map((number) => createHash('md5').update(slice(number)).digest())
  expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-3"`)
  expect(await sha256Of('by-hand')).toBe(sha256(bytes))
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'by-hand' }))
  expect(head).toMatchObject({ ETag, ContentLength: bytes.length, ContentType: 'video/mp4' })
})

test('a part sent again takes the place of the first one', async () => {
  const upload = await begin('again')
  const stale = await upload.part(1, Buffer.from('stale'))
  const fresh = await upload.part(1, Buffer.from('fresh'))
  await expect(upload.complete([stale])).rejects.toMatchObject(failure(400, 'InvalidPart'))
  await upload.complete([fresh])
  expect(await sha256Of('again')).toBe(sha256(Buffer.from('fresh')))
})

test('a part before the last that is smaller than 5 MiB is refused', async () => {
  const upload = await begin('small')
  const parts = [await upload.part(1, Buffer.alloc(PART_BYTES - 1)), await upload.part(2, Buffer.from('end'))]
  await expect(upload.complete(parts)).rejects.toMatchObject(failure(400, 'EntityTooSmall'))
})

test('parts listed in a wrong order are refused', async () => {
  const upload = await begin('order')
  const parts = [await upload.part(1, slice(1)), await upload.part(2, slice(2))]
  await expect(upload.complete(parts.reverse())).rejects.toMatchObject(failure(400, 'InvalidPartOrder'))
})

test('an aborted upload is gone and leaves no object', async () => {
  const upload = await begin('aborted')
  await upload.part(1, slice(1))
  await upload.abort()
  await expect(upload.part(2, slice(2))).rejects.toMatchObject(failure(404, 'NoSuchUpload'))
  await expect(sha256Of('aborted')).rejects.toMatchObject(failure(404, 'NoSuchKey'))
})

test('of several completions at once one makes the object; to the others the upload is gone', async () => {
  const upload = await begin('twins')
  const part = await upload.part(1, slice(1))
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => upload.complete([part])))
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject(failure(404, 'NoSuchUpload'))
  expect(await sha256Of('twins')).toBe(sha256(slice(1)))
})

test('parts that are sent or listed while their upload ends are taken whole, or told that it is gone', async () => {
  const upload = await begin('ending')
  const part = await upload.part(1, slice(1))
  const acts = Array.from({ length: 8 }, () => [upload.part(2, slice(3)), upload.parts()]).flat()
  const ends = await Promise.allSettled([upload.complete([part]), ...acts])
  expect(ends[0]?.status).toBe('fulfilled')
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject(failure(404, 'NoSuchUpload'))
})

test('uploads in progress are listed below a prefix, page by page, and no longer once they ended', async () => {
  const keys = ['list/b', 'list/a', 'list/a', 'elsewhere']
  const uploads = await Promise.all(keys.map(begin))
  const list = async (after?: { NextKeyMarker?: string; NextUploadIdMarker?: string }) => {
    const marker = { KeyMarker: after?.NextKeyMarker, UploadIdMarker: after?.NextUploadIdMarker }
    return client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', MaxUploads: 2, ...marker }))
  }
  const first = await list()
  const second = await list(first)
  const pages = [first, second].map((page) => page.Uploads?.map((upload) => upload.Key))
  expect(pages).toEqual([['list/a', 'list/a'], ['list/b']])
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false])

  for (const upload of uploads) await upload.abort()
  expect((await list()).Uploads).toBeUndefined()
})

test('a large stream goes up by the multipart helper and comes down whole, its last bytes by range', async () => {
  const piece = patternBytes(1_048_576, 7)
  const sizeBytes = 48 * piece.length
  const whole = createHash('sha256')
  const stream = Readable.from(
    (function* () {
      for (let i = 0; i < 48; i++) {
        whole.update(piece)
        yield piece
      }
    })(),
  )
  await new Upload({ client, params: { Bucket, Key: 'large', Body: stream }, partSize: 8 * 1_048_576 }).done()
  expect(await sha256Of('large')).toBe(whole.digest('hex'))
  const tail = await sha256Of('large', `bytes=${sizeBytes - 1_000}-`)
  expect(tail).toBe(sha256(piece.subarray(-1_000)))
})
