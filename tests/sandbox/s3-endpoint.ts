import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startS3 } from '../../sandbox/s3'

/** An S3 to test against: our own, or the one that `S3_TEST_ENDPOINT` names (versitygw, R2 itself). */
export interface S3Endpoint {
  url: string
  /** One that may be created and deleted in. */
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  client(overrides?: S3ClientConfig): S3Client
  stop(): Promise<void>
}

export async function openS3Endpoint(env = process.env): Promise<S3Endpoint> {
  const bucket = env.S3_TEST_BUCKET ?? 'videos'
  const accessKeyId = env.S3_TEST_ACCESS_KEY_ID ?? 'test-key'
  const secretAccessKey = env.S3_TEST_SECRET_ACCESS_KEY ?? 'test-secret'
  const { url, stop } = env.S3_TEST_ENDPOINT
    ? { url: env.S3_TEST_ENDPOINT, stop: () => Promise.resolve() }
    : await startTemporaryS3({ accessKeyId, secretAccessKey, buckets: [bucket] })
  const clients: S3Client[] = []
  return {
    url,
    bucket,
    accessKeyId,
    secretAccessKey,
    client(overrides = {}) {
      const client = new S3Client({
        endpoint: url,
        region: env.S3_TEST_REGION ?? 'us-east-1',
        credentials: { accessKeyId, secretAccessKey },
        forcePathStyle: true,
        maxAttempts: 1,
        ...overrides,
      })
      clients.push(client)
      return client
    },
    async stop() {
      for (const client of clients) client.destroy()
      await stop()
    },
  }
}

async function startTemporaryS3(options: { accessKeyId: string; secretAccessKey: string; buckets: string[] }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  const server = await startS3({ dataDir, ...options })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, maxRetries: 3 })
    },
  }
}

/** Bytes that differ from place to place, so that a shifted or repeated piece is noticed. */
export function patternBytes(sizeBytes: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at < sizeBytes; at += 4)
    bytes.writeUInt32LE(Math.imul(at + seed, 2_654_435_761) >>> 0, Math.min(at, sizeBytes - 4))
  return bytes
}
