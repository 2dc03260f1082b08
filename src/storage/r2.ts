import { GetObjectCommand, HeadBucketCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { ObjectSource } from '../domain/ports/platform'
import type { ObjectHead, ObjectStore, PinnedObject } from '../domain/ports/storage'
import { createDirectUploads } from './direct-uploads'
import { eraseObject, eraseObjects } from './erase'
import { etagOf } from './etag'
import { putObject } from './put'
import { readRange } from './range-read'
import { bucketMissing, isMissing, storageError } from './storage-error'
import { abandonUpload, eraseUploads, idleUploads } from './uploads'

export interface ObjectStoreOptions {
  endpoint: string
  /** `auto` on R2. */
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Where the bucket's objects lie for everyone, without a trailing slash; null where they do not. */
  publicUrl: string | null
  /** For one answer of the store to begin, and for each silence within one. */
  timeoutMs: number
}

/**
 * More than one process reads at once, whatever its slots: were a stream to wait for another one to end, a platform that takes
 * its bytes slowly would stop the others. The SDK's own limit is 50.
 */
const MAX_STREAMS = 1_000

/** R2 refuses to sign for longer. */
const MAX_URL_LIFETIME_SECONDS = 604_800

/** Opens a bucket by the S3 API. Nothing is retried here: whoever runs the step decides about that. */
export function createObjectStore({ bucket, timeoutMs, publicUrl, ...access }: ObjectStoreOptions): ObjectStore {
  const client = createClient(access)
  const deadline = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) })

  return {
    ...createDirectUploads({ client, bucket, timeoutMs }),

    async head(key) {
      try {
        return headOf(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), deadline()))
      } catch (error) {
        if (isMissing(error)) return null
        throw storageError(error)
      }
    },

    open: (key, pinned) => openSource({ client, bucket, key, pinned, timeoutMs, publicUrl }),

    put: (key, bytes, contentType, signal) => putObject({ client, bucket, key, bytes, contentType, signal, timeoutMs }),

    async erase(prefix, signal) {
      const place = { client, bucket, prefix, signal, timeoutMs }
      await eraseUploads(place)
      await eraseObjects(place)
    },

    eraseOne: (key, signal) => eraseObject({ client, bucket, signal, timeoutMs }, key),

    idleUploads: (prefix, beforeMs, signal) => idleUploads({ client, bucket, prefix, signal, timeoutMs }, beforeMs),

    abandon: ({ key, uploadId }, signal) =>
      abandonUpload({ client, bucket, signal, timeoutMs }, { Key: key, UploadId: uploadId }),

    async ping() {
      try {
        await client.send(new HeadBucketCommand({ Bucket: bucket }), deadline())
      } catch (error) {
        throw isMissing(error) ? bucketMissing(bucket) : storageError(error)
      }
    },

    close: () => client.destroy(),
  }
}

const createClient = ({
  endpoint,
  region,
  accessKeyId,
  secretAccessKey,
}: Omit<ObjectStoreOptions, 'bucket' | 'timeoutMs' | 'publicUrl'>): S3Client =>
  new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { httpsAgent: { maxSockets: MAX_STREAMS }, httpAgent: { maxSockets: MAX_STREAMS } },
    // The SDK's own checksums break ranged reads and presigned URLs on R2 (cloudflare-docs#20014, aws-sdk-js-v3#6810).
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })

const headOf = (answer: { ETag?: string; ContentLength?: number; ContentType?: string }): ObjectHead => ({
  etag: etagOf(answer),
  sizeBytes: answer.ContentLength ?? 0,
  contentType: answer.ContentType ?? 'application/octet-stream',
})

interface OpenObject {
  client: S3Client
  bucket: string
  key: string
  pinned: PinnedObject
  timeoutMs: number
  publicUrl: string | null
}

function openSource({ client, bucket, key, pinned, timeoutMs, publicUrl }: OpenObject): ObjectSource {
  const object = { Bucket: bucket, Key: key }
  return {
    sizeBytes: pinned.sizeBytes,
    contentType: contentTypeOf(key),
    publicUrl: publicUrl && `${publicUrl}/${key.split('/').map(encodeURIComponent).join('/')}`,
    read: (first, last, signal) =>
      readRange({
        first,
        last,
        pinned,
        signal,
        timeoutMs,
        request: (range, abortSignal) =>
          client.send(new GetObjectCommand({ ...object, Range: range, IfMatch: `"${pinned.etag}"` }), { abortSignal }),
      }),
    presignedUrl: (lifetimeMs) =>
      getSignedUrl(client, new GetObjectCommand(object), {
        expiresIn: Math.min(Math.ceil(lifetimeMs / 1_000), MAX_URL_LIFETIME_SECONDS),
      }),
  }
}

/** The name tells more than the stored type, which browsers and scripts often leave at `application/octet-stream`. */
function contentTypeOf(key: string): string {
  const ending = key.split('.').at(-1)?.toLowerCase() ?? ''
  return CONTENT_TYPES[ending] ?? 'video/mp4'
}

const CONTENT_TYPES: Record<string, string> = {
  mov: 'video/quicktime',
  webm: 'video/webm',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
}
