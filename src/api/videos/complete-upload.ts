import type { Logger } from 'pino'
import type { VideoRow } from '../../database/videos'
import { PublishError } from '../../domain/errors'
import type { DirectUploads, UploadedPart, UploadName } from '../../domain/ports/direct-uploads'
import type { Reach } from '../../domain/reach'
import { planUpload } from '../../domain/upload-plan'
import { ApiProblem } from '../problems'
import type { CompletedParts } from '../schemas/video-upload'
import { checkParts, checkNumbers } from './check-parts'
import { demandVideo, uploadingOf, type Uploading } from './demand-video'
import type { VideoDeps } from './deps'
import { inspectNow } from './inspect-now'

/**
 * Makes the parts one object and has it inspected. Said again, also after a lost answer, it answers how the video stands:
 * an upload that the store no longer knows, while its object is there, was completed.
 * @throws ApiProblem `validation-failed`, `video-not-found`, `upload-incomplete`, `part-differs`, `size-differs`, `upload-expired`
 */
export async function completeUpload(
  deps: VideoDeps,
  videoId: string,
  parts: CompletedParts,
  { reach, log }: { reach: Reach; log: Logger },
): Promise<VideoRow> {
  const row = await demandVideo(deps.videos, videoId, reach)
  const uploading = uploadingOf(row, deps.clock.nowMs())
  if (!uploading) return inspectNow(deps, row, reach, log)

  await storeObject(deps, uploading, parts)
  const uploaded = await demandVideo(deps.videos, videoId, reach)
  // Given up, by the clock of the worker, in this very moment.
  uploadingOf(uploaded, deps.clock.nowMs())
  return inspectNow(deps, uploaded, reach, log)
}

async function storeObject(
  { objects, videoUploads }: VideoDeps,
  { row, upload }: Uploading,
  named: CompletedParts,
): Promise<void> {
  const sizeBytes = Number(row.fileSize)
  const plan = planUpload(sizeBytes)
  checkNumbers(plan, named)
  const arrived = await objects.uploadedParts(upload)
  const refusal = arrived && (await refusalOf(objects, upload, checkParts(plan, named, arrived)))
  // Whatever was answered, or was not: the key is this upload's alone, so its object tells that the upload is completed.
  const object = await objects.head(upload.key)
  if (!object) throw refusal ?? new ApiProblem('upload-expired')
  if (object.sizeBytes !== sizeBytes) throw new ApiProblem('size-differs', { sizeBytes: object.sizeBytes })
  await videoUploads.completed(row.id, upload.uploadId, object)
}

/** Asks for the object. Null: it was made, or the upload had ended before. */
async function refusalOf(objects: DirectUploads, upload: UploadName, parts: UploadedPart[]): Promise<Error | null> {
  try {
    const outcome = await objects.completeUpload(upload, parts)
    return outcome === 'parts-differ' ? new ApiProblem('part-differs') : null
  } catch (error) {
    if (error instanceof PublishError) return error
    throw error
  }
}
