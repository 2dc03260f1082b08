import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type ListMultipartUploadsCommandOutput,
  type ListPartsCommandOutput,
  type MultipartUpload,
  type Part,
} from '@aws-sdk/client-s3'
import type { UploadName } from '../domain/ports/direct-uploads'
import type { IdleUpload } from '../domain/ports/storage'
import { bounded, type Place } from './place'
import { isMissing } from './storage-error'

/** Abandons every multipart upload that was neither completed nor aborted, with the parts that it holds. */
export async function eraseUploads(place: Place): Promise<void> {
  for await (const upload of listUploads(place)) await abandonUpload(place, upload)
}

/**
 * The uploads that nothing has come for since `beforeMs`: neither their beginning nor a part is younger. One that takes
 * days, and still gets parts, is none of them.
 */
export async function* idleUploads(place: Place, beforeMs: number): AsyncGenerator<IdleUpload> {
  for await (const { Key: key, UploadId: uploadId, Initiated } of listUploads(place)) {
    if (key === undefined || uploadId === undefined || !Initiated || Initiated.getTime() >= beforeMs) continue
    const lastPartAtMs = await readLastPart(place, { key, uploadId })
    if (lastPartAtMs === null || lastPartAtMs >= beforeMs) continue
    yield { key, uploadId, idleSinceMs: Math.max(Initiated.getTime(), lastPartAtMs) }
  }
}

/** Abandons an upload. One that was completed or aborted meanwhile is no fault: there is nothing to abandon. */
export async function abandonUpload(
  place: Omit<Place, 'prefix'>,
  { Key, UploadId }: Pick<MultipartUpload, 'Key' | 'UploadId'>,
): Promise<void> {
  await bounded(place, async (options) => {
    try {
      await place.client.send(new AbortMultipartUploadCommand({ Bucket: place.bucket, Key, UploadId }), options)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  })
}

async function* listUploads(place: Place): AsyncGenerator<MultipartUpload> {
  let page: ListMultipartUploadsCommandOutput | undefined
  do {
    const command = new ListMultipartUploadsCommand({
      Bucket: place.bucket,
      Prefix: place.prefix,
      KeyMarker: page?.NextKeyMarker,
      UploadIdMarker: page?.NextUploadIdMarker,
    })
    page = await bounded(place, (options) => place.client.send(command, options))
    yield* page.Uploads ?? []
  } while (page.IsTruncated)
}

/** 0 where it has none; null where the upload was completed or aborted meanwhile. */
async function readLastPart(place: Place, upload: UploadName): Promise<number | null> {
  const parts = await listParts(place, upload)
  return parts && parts.reduce((lastAtMs, { LastModified }) => Math.max(lastAtMs, LastModified?.getTime() ?? 0), 0)
}

/** In ascending order; null where the upload was completed or aborted. */
export async function listParts(
  place: Omit<Place, 'prefix'>,
  { key: Key, uploadId: UploadId }: UploadName,
): Promise<Part[] | null> {
  const { client, bucket: Bucket } = place
  const parts: Part[] = []
  let page: ListPartsCommandOutput | null | undefined
  do {
    const command = new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: page?.NextPartNumberMarker })
    page = await bounded(place, (options) => client.send(command, options).catch(nullIfMissing))
    if (!page) return null
    parts.push(...(page.Parts ?? []))
  } while (page.IsTruncated)
  return parts
}

function nullIfMissing(error: unknown): null {
  if (isMissing(error)) return null
  throw error
}
