import { S3ServiceException } from '@aws-sdk/client-s3'
import { PublishError, type Problem } from '../domain/errors'

export const SOURCE_CHANGED: Problem = {
  code: 'source-changed',
  category: 'media',
  message: 'The video in R2 is no longer the one that was registered.',
  remedy: 'Register the new object as a video of its own and publish that one.',
}

const SOURCE_MISSING: Problem = {
  code: 'source-missing',
  category: 'media',
  message: 'The video is not in R2.',
  remedy: 'Upload it again and register the new object.',
}

export const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && statusOf(error) === 404 && error.name !== 'NoSuchBucket'

/**
 * What a failed call of the store means for a publish. The original error is left behind: it carries the request with its
 * signature.
 */
export function storageError(error: unknown): PublishError {
  if (!(error instanceof S3ServiceException)) return unreachable(reasonOf(error))
  const status = statusOf(error)
  if (isMissing(error)) return new PublishError(SOURCE_MISSING)
  if (status === 412 || status === 416) return new PublishError(SOURCE_CHANGED)
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return refused(error)
  return unreachable(`${error.name}, status ${status}`)
}

export const bucketMissing = (bucket: string): PublishError =>
  new PublishError({
    code: 'storage-refused',
    category: 'configuration',
    message: `R2 has no bucket ${bucket}.`,
    remedy: 'Create it, or correct R2_BUCKET.',
  })

/** @param code S3's, for the first object that stayed */
export const notDeleted = (code: string): PublishError =>
  new PublishError({
    code: 'object-not-deleted',
    category: 'transient',
    message: `R2 did not delete an object (${code}).`,
    remedy:
      'It is tried again. If it stays so, check what R2_ACCESS_KEY_ID may do, and whether the bucket locks objects.',
  })

export const rangeIgnored = (status: number | undefined): PublishError =>
  new PublishError({
    code: 'source-range-ignored',
    category: 'transient',
    message: `R2 answered a ranged read with other bytes than asked for (status ${status ?? 'unknown'}).`,
    remedy:
      'The read is repeated. If it stays so, look for a proxy between Publisher and R2 that drops the Range header.',
  })

export const sourceInterrupted = (reason: string): PublishError =>
  new PublishError({
    code: 'source-interrupted',
    category: 'transient',
    message: `The video could not be read to the end of a range (${reason}).`,
    remedy: 'The upload goes on from where the platform says it is. If it stays so, check R2.',
  })

/** Short and without address: `ECONNREFUSED`, `AbortError`. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}

const unreachable = (reason: string): PublishError =>
  new PublishError({
    code: 'storage-unreachable',
    category: 'transient',
    message: `R2 gave no usable answer (${reason}).`,
    remedy: 'The step is repeated. If it stays so, check R2 and R2_ENDPOINT.',
  })

const refused = (error: S3ServiceException): PublishError =>
  new PublishError({
    code: 'storage-refused',
    category: 'configuration',
    message: `R2 refused the request (${error.name}, status ${statusOf(error)}).`,
    remedy: 'Check R2_BUCKET, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY, and what the key may do.',
  })

const statusOf = (error: S3ServiceException): number => error.$metadata.httpStatusCode ?? 0
