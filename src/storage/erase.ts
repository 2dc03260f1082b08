import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  type S3Client,
} from '@aws-sdk/client-s3'
import { isMissing, notDeleted, storageError } from './storage-error'

/** What is to be erased, and until when: `signal` ends the whole, `timeoutMs` each call. */
export interface ErasedPlace {
  client: S3Client
  bucket: string
  prefix: string
  signal: AbortSignal
  timeoutMs: number
}

/** Deletes every object, a page of at most 1,000 with one call. */
export async function eraseObjects(place: ErasedPlace): Promise<void> {
  for (;;) {
    const keys = await bounded(place, (options) => listKeys(place, options))
    if (keys.length === 0) return
    const { Errors: [refused] = [] } = await bounded(place, (options) =>
      place.client.send(deleteObjects(place.bucket, keys), options),
    )
    if (refused) throw notDeleted(refused.Code ?? 'unknown')
  }
}

/** Abandons every multipart upload that was neither completed nor aborted, with the parts that it holds. */
export async function eraseUploads(place: ErasedPlace): Promise<void> {
  let page: ListMultipartUploadsCommandOutput | undefined
  do {
    const marker = page
    page = await bounded(place, (options) => place.client.send(listUploads(place, marker), options))
    for (const upload of page.Uploads ?? []) await bounded(place, (options) => abandon(place, upload, options))
  } while (page.IsTruncated)
}

interface CallOptions {
  abortSignal: AbortSignal
}

/** Every call names its keys or its prefix in full, so that a repeated one does no harm. */
async function bounded<T>({ signal, timeoutMs }: ErasedPlace, call: (options: CallOptions) => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  try {
    return await call({ abortSignal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) })
  } catch (error) {
    throw signal.aborted ? signal.reason : storageError(error)
  }
}

async function listKeys({ client, bucket, prefix }: ErasedPlace, options: CallOptions): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }), options)
  return Contents.flatMap(({ Key }) => Key ?? [])
}

/**
 * The body's proof goes into Content-MD5, which every store takes; the SDK's own choice, a CRC32 header, and the header
 * that names the choice are unknown to some (aws-sdk-js-v3#6920, #6810).
 */
function deleteObjects(bucket: string, keys: string[]): DeleteObjectsCommand {
  const command = new DeleteObjectsCommand({
    Bucket: bucket,
    ChecksumAlgorithm: 'MD5',
    Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) },
  })
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      delete headers['x-amz-sdk-checksum-algorithm']
      return next(args)
    },
    { step: 'build', priority: 'low' },
  )
  return command
}

const listUploads = ({ bucket, prefix }: ErasedPlace, after: ListMultipartUploadsCommandOutput | undefined) =>
  new ListMultipartUploadsCommand({
    Bucket: bucket,
    Prefix: prefix,
    KeyMarker: after?.NextKeyMarker,
    UploadIdMarker: after?.NextUploadIdMarker,
  })

async function abandon({ client, bucket }: ErasedPlace, { Key, UploadId }: MultipartUpload, options: CallOptions) {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }), options)
  } catch (error) {
    // It was completed or aborted meanwhile; what a completion has made is deleted with the objects.
    if (!isMissing(error)) throw error
  }
}
