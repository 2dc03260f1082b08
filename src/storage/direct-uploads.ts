import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3ServiceException,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { DirectUploads, UploadName } from '../domain/ports/direct-uploads'
import { etagOf } from './etag'
import { isMissing, storageError } from './storage-error'
import { listParts } from './uploads'

export interface BucketAccess {
  client: S3Client
  bucket: string
  /** For each answer of the store. */
  timeoutMs: number
}

/** Each call has its own deadline; nothing ends the whole. */
const NEVER = new AbortController().signal

export function createDirectUploads({ client, bucket, timeoutMs }: BucketAccess): DirectUploads {
  const deadline = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) })
  const named = ({ key, uploadId }: UploadName) => ({ Bucket: bucket, Key: key, UploadId: uploadId })
  const expiring = (lifetimeMs: number) => ({ expiresIn: Math.max(1, Math.floor(lifetimeMs / 1_000)) })

  return {
    async beginUpload(key, contentType) {
      const command = new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: contentType })
      const { UploadId } = await client.send(command, deadline()).catch(refused)
      if (UploadId === undefined) throw storageError(new Error('no upload id'))
      return UploadId
    },

    partUrl: (upload, { number, sizeBytes }, lifetimeMs) =>
      getSignedUrl(
        client,
        new UploadPartCommand({ ...named(upload), PartNumber: number, ContentLength: sizeBytes }),
        // Of the headers only these are part of what is signed: another length is another request.
        { ...expiring(lifetimeMs), signableHeaders: new Set(['host', 'content-length']) },
      ),

    async uploadedParts(upload) {
      const parts = await listParts({ client, bucket, signal: NEVER, timeoutMs }, upload)
      return (
        parts && parts.map((part) => ({ number: part.PartNumber ?? 0, etag: etagOf(part), sizeBytes: part.Size ?? 0 }))
      )
    },

    async completeUpload(upload, parts) {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: `"${etag}"` }))
      try {
        await client.send(
          new CompleteMultipartUploadCommand({ ...named(upload), MultipartUpload: { Parts } }),
          deadline(),
        )
        return 'completed'
      } catch (error) {
        if (isMissing(error)) return 'gone'
        if (error instanceof S3ServiceException && error.name === 'InvalidPart') return 'parts-differ'
        throw storageError(error)
      }
    },

    downloadUrl: (key, fileName, lifetimeMs) =>
      getSignedUrl(
        client,
        new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: attachment(fileName) }),
        expiring(lifetimeMs),
      ),
  }
}

/** RFC 6266: a name in plain ASCII for old clients, and the whole one (RFC 8187). */
function attachment(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w.() -]/g, '_')
  const whole = encodeURIComponent(fileName).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

const refused = (error: unknown): never => {
  throw storageError(error)
}
