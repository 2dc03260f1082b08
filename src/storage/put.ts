import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { storageError } from './storage-error'

export interface ObjectWrite {
  client: S3Client
  bucket: string
  key: string
  bytes: Uint8Array
  contentType: string
  signal: AbortSignal
  /** For the answer, once all bytes are sent. */
  timeoutMs: number
}

/** Below it a line counts as broken. */
const MIN_BYTES_PER_MS = 100

/**
 * Writes an object by one request, whose Content-MD5 the store compares with what has arrived: of one that was cut there is
 * nothing. @throws PublishError; the reason of `signal` once the caller gave up
 */
export async function putObject({ client, bucket, key, bytes, contentType, signal, timeoutMs }: ObjectWrite) {
  signal.throwIfAborted()
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    ContentMD5: createHash('md5').update(bytes).digest('base64'),
  })
  const deadline = AbortSignal.timeout(timeoutMs + Math.ceil(bytes.byteLength / MIN_BYTES_PER_MS))
  try {
    await client.send(command, { abortSignal: AbortSignal.any([signal, deadline]) })
  } catch (error) {
    throw signal.aborted ? signal.reason : storageError(error)
  }
}
