import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { openS3Endpoint, patternBytes, type S3Endpoint } from './s3-endpoint'

let s3: S3Endpoint
let client: S3Client
let Bucket: string

beforeAll(async () => {
  s3 = await openS3Endpoint()
  Bucket = s3.bucket
  client = s3.client()
})

afterAll(() => s3.stop())

const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))

async function read(Key: string, more: { Range?: string; IfMatch?: string; IfNoneMatch?: string } = {}) {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key, ...more }))
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
}

const status = (httpStatusCode: number, name?: string) => ({ $metadata: { httpStatusCode }, ...(name ? { name } : {}) })

describe('buckets', () => {
  test('a bucket is made, found, listed and deleted', async () => {
    const name = `made-${Date.now()}`
    await client.send(new CreateBucketCommand({ Bucket: name }))
    await client.send(new HeadBucketCommand({ Bucket: name }))
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}))
    expect(Buckets.map((bucket) => bucket.Name)).toContain(name)
    await client.send(new DeleteBucketCommand({ Bucket: name }))
    await expect(client.send(new HeadBucketCommand({ Bucket: name }))).rejects.toMatchObject(status(404))
  })

  test('a bucket with objects in it is not deleted', async () => {
    await put('keeper', 'x')
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject(status(409, 'BucketNotEmpty'))
  })
})

describe('objects', () => {
  test('a buffer comes back as it was sent, with type, metadata and the MD5 as ETag', async () => {
    const bytes = patternBytes(100_003)
    const { ETag } = await put('buffer', bytes, { ContentType: 'video/mp4', Metadata: { owner: 'user-1' } })
    const object = await read('buffer')
    expect(object.bytes.equals(bytes)).toBe(true)
    expect(object).toMatchObject({ ETag, ContentType: 'video/mp4', Metadata: { owner: 'user-1' } })
    expect(ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`)
  })

  test('a stream sent as aws-chunked is stored without its framing', async () => {
    const bytes = patternBytes(700_001)
    const pieces = Array.from({ length: 8 }, (_, i) => bytes.subarray(i * 90_000, (i + 1) * 90_000))
    await put('stream', Readable.from(pieces), { ContentLength: bytes.length })
    expect((await read('stream')).bytes.equals(bytes)).toBe(true)
  })

  test('an empty object is an object', async () => {
    await put('empty', Buffer.alloc(0))
    expect(await read('empty')).toMatchObject({ ContentLength: 0 })
  })

  test('a SHA-256 of the body is accepted when right and refused when wrong', async () => {
    const ChecksumSHA256 = createHash('sha256').update('payload').digest('base64')
    await put('sha', 'payload', { ChecksumSHA256 })
    await expect(put('sha', 'another', { ChecksumSHA256 })).rejects.toMatchObject(status(400))
    expect((await read('sha')).bytes.toString()).toBe('payload')
  })

  test('a wrong Content-MD5 is refused', async () => {
    const ContentMD5 = createHash('md5').update('other').digest('base64')
    await expect(put('md5', 'payload', { ContentMD5 })).rejects.toMatchObject(status(400, 'BadDigest'))
  })

  test('HEAD tells size, type and ETag', async () => {
    const { ETag } = await put('head', 'twelve bytes', { ContentType: 'text/plain' })
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'head' }))
    expect(head).toMatchObject({ ContentLength: 12, ContentType: 'text/plain', ETag })
    expect(head.LastModified?.getTime()).toBeGreaterThan(0)
  })

  test.each(['a b', 'ä/ö ü.mp4', "quote's (1)!*", 'plus+percent%25&amp;', 'dots/../up', 'x//y'])(
    'the key %p names its own object',
    async (Key) => {
      await put(Key, Key)
      expect((await read(Key)).bytes.toString()).toBe(Key)
    },
  )

  test('a copy has the bytes, type and ETag of its source', async () => {
    const { ETag } = await put('copy/source ä', 'copied', { ContentType: 'video/quicktime' })
    const CopySource = `${Bucket}/${encodeURIComponent('copy/source ä')}`
    const { CopyObjectResult } = await client.send(new CopyObjectCommand({ Bucket, Key: 'copy/target', CopySource }))
    expect(CopyObjectResult?.ETag).toBe(ETag)
    const copy = await read('copy/target')
    expect([copy.bytes.toString(), copy.ContentType]).toEqual(['copied', 'video/quicktime'])
  })

  test('a missing object and a missing bucket are told apart', async () => {
    await expect(read('absent')).rejects.toMatchObject(status(404, 'NoSuchKey'))
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject(status(404))
    const elsewhere = new GetObjectCommand({ Bucket: 'no-such-bucket-here', Key: 'a' })
    await expect(client.send(elsewhere)).rejects.toMatchObject(status(404, 'NoSuchBucket'))
  })
})

describe('ranges', () => {
  beforeAll(() => put('digits', '0123456789'))

  test.each([
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s gives exactly those bytes as a 206', async (Range, text, ContentRange) => {
    const answer = await read('digits', { Range })
    expect(answer.$metadata.httpStatusCode).toBe(206)
    expect([answer.bytes.toString(), answer.ContentRange]).toEqual([text, ContentRange])
  })

  test('a range past the end is 416', async () => {
    await expect(read('digits', { Range: 'bytes=10-11' })).rejects.toMatchObject(status(416, 'InvalidRange'))
  })
})

describe('conditions', () => {
  test('a read pinned to an ETag fails with 412 once the object was replaced', async () => {
    const { ETag } = await put('pinned', 'first')
    expect((await read('pinned', { IfMatch: ETag, Range: 'bytes=0-1' })).bytes.toString()).toBe('fi')
    await put('pinned', 'second')
    await expect(read('pinned', { IfMatch: ETag, Range: 'bytes=2-3' })).rejects.toMatchObject(status(412))
  })

  test('a reader that has the object already is told so with 304', async () => {
    const { ETag } = await put('known', 'content')
    await expect(read('known', { IfNoneMatch: ETag })).rejects.toMatchObject(status(304))
  })

  test('a write that must be the first one is refused on a taken key', async () => {
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'once' }))
    await put('once', 'mine', { IfNoneMatch: '*' })
    await expect(put('once', 'theirs', { IfNoneMatch: '*' })).rejects.toMatchObject(status(412))
    expect((await read('once')).bytes.toString()).toBe('mine')
  })

  test('a write over a known version is refused when another came between', async () => {
    const { ETag } = await put('version', 'one')
    await put('version', 'two', { IfMatch: ETag })
    await expect(put('version', 'three', { IfMatch: ETag })).rejects.toMatchObject(status(412))
  })
})

describe('listing and deleting', () => {
  const keys = ['list/a', 'list/b/1', 'list/b/2', 'list/c', 'list/ä']

  beforeAll(async () => {
    for (const key of keys) await put(key, key)
  })

  test('pages hold every key once, in byte order', async () => {
    const seen: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2, ContinuationToken }),
      )
      seen.push(...(page.Contents ?? []).map((object) => object.Key ?? ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    expect(seen).toEqual(keys)
  })

  test('a delimiter folds what lies below it', async () => {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/' }))
    expect(page.Contents?.map((object) => object.Key)).toEqual(['list/a', 'list/c', 'list/ä'])
    expect(page.CommonPrefixes?.map((group) => group.Prefix)).toEqual(['list/b/'])
  })

  test('StartAfter leaves out what comes before', async () => {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', StartAfter: 'list/b/1' }))
    expect(page.Contents?.[0]?.Key).toBe('list/b/2')
  })

  test('deleting twice is no error', async () => {
    await put('gone', 'x')
    for (let i = 0; i < 2; i++) await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))
    await expect(read('gone')).rejects.toMatchObject(status(404))
  })

  test('many objects are deleted by one call, whatever their names', async () => {
    const names = ['many/<1>', 'many/&2', 'many/"3"']
    for (const name of names) await put(name, 'x')
    const Objects = names.map((Key) => ({ Key }))
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    expect(Deleted?.map((object) => object.Key).sort()).toEqual([...names].sort())
    for (const name of names) await expect(read(name)).rejects.toMatchObject(status(404))
  })

  test('a list of objects to delete whose body is not proven is refused', async () => {
    await put('unproven', 'x')
    const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'unproven' }] } })
    command.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> }
        for (const name of Object.keys(headers)) if (name.startsWith('x-amz-checksum-')) delete headers[name]
        return next(args)
      },
      { step: 'build', priority: 'low' },
    )
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequest', ...status(400) })
    expect(await read('unproven')).toBeDefined()
  })
})
