import type { PostReport, ProbeResult, UploadTask } from '../../domain/ports/platform'
import { referenceField } from '../references'
import type { PostStatus } from './answers'
import { failureOf } from './errors'
import { type DirectPost, PUBLIC, readOptions } from './rules'

/** What a status says of a task (Content Posting API, "Get Post Status"). */
export function verdict(task: UploadTask, status: PostStatus, nowMs: number): ProbeResult {
  const options = readOptions(task.draft)
  const uploadedBytes = status.uploaded_bytes
  switch (status.status) {
    case 'PUBLISH_COMPLETE':
      // A draft's post is the user's own doing.
      return options.postMode === 'MEDIA_UPLOAD' ? { verdict: 'handed-over' } : published(task, status, options)
    case 'SEND_TO_USER_INBOX':
      return { verdict: 'handed-over' }
    case 'FAILED':
      return { verdict: 'refused', problem: failureOf(status, nowMs) }
    case 'PROCESSING_UPLOAD':
      return uploadedBytes !== undefined && uploadedBytes < task.source.sizeBytes
        ? { verdict: 'not-published' }
        : { verdict: 'processing', detail: 'TikTok has the whole video and is processing it.' }
    case 'PROCESSING_DOWNLOAD':
      return { verdict: 'processing', detail: 'TikTok is fetching or processing the video.' }
    default:
      return { verdict: 'unknown', detail: `TikTok reports the status ${status.status.slice(0, 40)}.` }
  }
}

/**
 * The id of a public post comes with the end of its moderation, minutes to hours later. Any other post never gets one, so
 * nothing more is to be learnt of it.
 */
function published(task: UploadTask, status: PostStatus, { privacyLevel }: DirectPost): ProbeResult {
  const [platformPostId = null] = status.publicaly_available_post_id
  const awaitsId = platformPostId === null && privacyLevel === PUBLIC
  const post: PostReport = {
    platformPostId,
    provisionalId: referenceField(task.reference, 'publishId'),
    // TikTok refuses a level that the creator lacks, so what was asked for is what it is.
    visibility: privacyLevel,
    complete: platformPostId === null && !awaitsId,
    warnings: [],
  }
  return { verdict: 'published', post, ...(awaitsId && { awaiting: 'The post exists; its public id is awaited.' }) }
}
