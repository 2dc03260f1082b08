import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { StackInfo } from '../../local/stack/info'
import { createPrisma } from '../../src/database/prisma'

const AT_ONCE = 20

const CONTENT = randomBytes(1_024)

/** Makes that many READY videos, each with an object of a few bytes in the bucket. @returns their ids */
export async function makeVideos(stack: StackInfo, userId: string, count: number): Promise<string[]> {
  const videos = Array.from({ length: count }, () => videoOf(userId))
  await putObjects(
    stack.env,
    videos.map(({ r2Key }) => r2Key),
  )
  const prisma = createPrisma(stack.databaseUrl)
  try {
    await prisma.video.createMany({ data: videos })
  } finally {
    await prisma.$disconnect()
  }
  return videos.map(({ id }) => id)
}

async function putObjects(env: Record<string, string>, keys: string[]): Promise<void> {
  const client = new S3Client({
    endpoint: String(env.R2_ENDPOINT),
    region: String(env.R2_REGION),
    credentials: { accessKeyId: String(env.R2_ACCESS_KEY_ID), secretAccessKey: String(env.R2_SECRET_ACCESS_KEY) },
    forcePathStyle: true,
  })
  const left = keys.values()
  const putter = async () => {
    for (const key of left)
      await client.send(new PutObjectCommand({ Bucket: String(env.R2_BUCKET), Key: key, Body: CONTENT }))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, putter)).finally(() => client.destroy())
}

function videoOf(userId: string) {
  const id = randomUUID()
  const r2Key = `videos/${userId}/${id}.mp4`
  return {
    id,
    userId,
    r2Key,
    r2Url: `https://r2.example/${r2Key}`,
    title: 'Bedtime in five minutes',
    duration: 30,
    fileSize: BigInt(CONTENT.length),
    format: 'mp4',
    resolution: '1080x1920',
    aspectRatio: '9:16',
    status: 'READY' as const,
    etag: createHash('md5').update(CONTENT).digest('hex'),
  }
}
