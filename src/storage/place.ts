import type { S3Client } from '@aws-sdk/client-s3'
import { storageError } from './storage-error'

/** A part of the bucket that is worked through, and until when: `signal` ends the whole, `timeoutMs` each call. */
export interface Place {
  client: S3Client
  bucket: string
  prefix: string
  signal: AbortSignal
  timeoutMs: number
}

export interface CallOptions {
  abortSignal: AbortSignal
}

/** One call. Each names its keys or its prefix in full, so that a repeated one does no harm. @throws PublishError */
export async function bounded<T>(
  { signal, timeoutMs }: Pick<Place, 'signal' | 'timeoutMs'>,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  try {
    return await call({ abortSignal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) })
  } catch (error) {
    throw signal.aborted ? signal.reason : storageError(error)
  }
}
