import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { openS3Endpoint, type S3Endpoint } from './s3-endpoint'

let s3: S3Endpoint
let client: S3Client
let Bucket: string

beforeAll(async () => {
  s3 = await openS3Endpoint()
  Bucket = s3.bucket
  client = s3.client({ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' })
  await client.send(new PutObjectCommand({ Bucket, Key: 'clip', Body: '0123456789' }))
})

afterAll(() => s3.stop())

const urlToGet = (expiresIn = 60, signingDate?: Date) =>
  getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'clip' }), { expiresIn, signingDate })

const readClip = (reader: S3Client) => reader.send(new HeadObjectCommand({ Bucket, Key: 'clip' }))
const forbidden = { $metadata: { httpStatusCode: 403 } }

describe('a presigned URL', () => {
  test('reads its object without credentials, also by range', async () => {
    const url = await urlToGet()
    expect(await (await fetch(url)).text()).toBe('0123456789')
    const part = await fetch(url, { headers: { range: 'bytes=3-4' } })
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '34', 'bytes 3-4/10'])
  })

  test('writes its object', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'sent' }), { expiresIn: 60 })
    expect((await fetch(url, { method: 'PUT', body: 'from a browser' })).status).toBe(200)
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'sent' }))
    expect(await Body?.transformToString()).toBe('from a browser')
  })

  test('uploads a part', async () => {
    const upload = { Bucket, Key: 'parted' }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
    const url = await getSignedUrl(client, new UploadPartCommand({ ...upload, UploadId, PartNumber: 1 }), {
      expiresIn: 60,
    })
    const ETag = (await fetch(url, { method: 'PUT', body: 'part' })).headers.get('etag') ?? ''
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }))
    const { ContentLength } = await client.send(new HeadObjectCommand(upload))
    expect(ContentLength).toBe(4)
  })

  test('asks for the headers that it signed', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'typed', ContentType: 'video/mp4' })
    const url = await getSignedUrl(client, command, {
      expiresIn: 60,
      signableHeaders: new Set(['host', 'content-type']),
    })
    const send = (type: string) => fetch(url, { method: 'PUT', body: 'x', headers: { 'content-type': type } })
    expect((await send('text/html')).status).toBe(403)
    expect((await send('video/mp4')).status).toBe(200)
  })

  test('is worth nothing for another method', async () => {
    const url = await urlToGet()
    for (const method of ['HEAD', 'PUT', 'DELETE']) expect((await fetch(url, { method })).status).toBe(403)
  })

  test('has a HEAD of its own', async () => {
    const url = await getSignedUrl(client, new HeadObjectCommand({ Bucket, Key: 'clip' }), { expiresIn: 60 })
    const answer = await fetch(url, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '10'])
  })

  test('is worth nothing for another key', async () => {
    const url = (await urlToGet()).replace('/clip?', '/sent?')
    expect((await fetch(url)).status).toBe(403)
  })

  test('is worth nothing once its lifetime is tampered with', async () => {
    const url = (await urlToGet()).replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')
    expect((await fetch(url)).status).toBe(403)
  })

  test('is worth nothing after its time', async () => {
    const answer = await fetch(await urlToGet(60, new Date(Date.now() - 120_000)))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await answer.text()).toMatch(/expired/i)
  })
})

describe('a request', () => {
  test('without credentials is refused', async () => {
    expect((await fetch(`${s3.url}/${Bucket}/clip`)).status).toBe(403)
  })

  test('signed with a wrong secret is refused', async () => {
    const credentials = { accessKeyId: s3.accessKeyId, secretAccessKey: 'wrong-secret' }
    await expect(readClip(s3.client({ credentials }))).rejects.toMatchObject(forbidden)
  })

  test('signed with an unknown key is refused', async () => {
    const credentials = { accessKeyId: 'nobody', secretAccessKey: s3.secretAccessKey }
    await expect(readClip(s3.client({ credentials }))).rejects.toThrow()
  })
})
