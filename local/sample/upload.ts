import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { transferProgress } from '../terminal'

// A notice about Node versions to come has no place in the story that `npm start` tells.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

export interface VideoFile {
  /** How people call it: "Sample video". */
  title: string
  content: Buffer | Readable
  sizeBytes: number
}

/** Puts a video into R2 under the user's own prefix, in parts. @returns its key, a new one each time */
export async function uploadVideo(env: Record<string, string>, userId: string, file: VideoFile): Promise<string> {
  const { R2_ENDPOINT, R2_REGION, R2_BUCKET, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY } = env
  const client = new S3Client({
    endpoint: String(R2_ENDPOINT),
    region: String(R2_REGION),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: String(R2_ACCESS_KEY_ID), secretAccessKey: String(R2_SECRET_ACCESS_KEY) },
  })
  const key = `videos/${userId}/${randomUUID()}.mp4`
  const object = { Bucket: String(R2_BUCKET), Key: key, Body: file.content, ContentType: 'video/mp4' }
  const upload = new Upload({ client, params: object })
  const progress = transferProgress(`${file.title} to R2`, file.sizeBytes)
  upload.on('httpUploadProgress', ({ loaded }) => progress(loaded ?? 0))
  try {
    await upload.done()
  } finally {
    client.destroy()
  }
  return key
}
