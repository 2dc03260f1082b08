import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { Client } from 'pg'
import type { StackInfo } from '../../local/stack/info'
import { transferProgress } from '../../local/terminal'

export interface VideoFile {
  title: string
  content: Readable
  sizeBytes: number
}

/** Puts bytes into the bucket that no inspection would let pass, and writes a READY video of them. @returns its id */
export async function putReadyVideo(stack: StackInfo, userId: string, file: VideoFile): Promise<string> {
  const id = `video-${randomUUID()}`
  const key = `videos/${userId}/${id}.mp4`
  const etag = await putObject(stack.env, key, file)
  const client = new Client({ connectionString: stack.databaseUrl })
  await client.connect()
  try {
    await client.query(
      `INSERT INTO "Video" (id, "userId", "r2Key", "r2Url", title, duration, "fileSize", format, resolution, "aspectRatio",
         status, etag, "updatedAt")
       VALUES ($1, $2, $3, '', $4, 300, $5, 'mp4', '1080x1920', '9:16', 'READY', $6, now())`,
      [id, userId, key, file.title, file.sizeBytes, etag],
    )
  } finally {
    await client.end()
  }
  return id
}

async function putObject(env: Record<string, string>, key: string, file: VideoFile): Promise<string> {
  const { R2_ENDPOINT, R2_REGION, R2_BUCKET, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY } = env
  const client = new S3Client({
    endpoint: String(R2_ENDPOINT),
    region: String(R2_REGION),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: String(R2_ACCESS_KEY_ID), secretAccessKey: String(R2_SECRET_ACCESS_KEY) },
  })
  const object = { Bucket: String(R2_BUCKET), Key: key, Body: file.content, ContentType: 'video/mp4' }
  const upload = new Upload({ client, params: object })
  const progress = transferProgress(`${file.title} to R2`, file.sizeBytes)
  upload.on('httpUploadProgress', ({ loaded }) => progress(loaded ?? 0))
  try {
    const { ETag = '' } = await upload.done()
    return ETag.replaceAll('"', '')
  } finally {
    client.destroy()
  }
}
