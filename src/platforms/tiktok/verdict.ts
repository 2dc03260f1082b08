import type { ProbeResult, UploadTask } from '../../domain/ports/platform'
import { referenceField } from '../references'
import type { PostStatus } from './client'
import { tiktokErrors } from './errors'
import { readOptions } from './rules'

/**
 * What a status says of a post (Content Posting API, "Get Post Status"). `PUBLISH_COMPLETE` without an id is normal: TikTok
 * tells the id after moderation, and never for a post that is not public.
 */
export function verdict(task: UploadTask, post: PostStatus, nowMs: number): ProbeResult {
  const uploadedBytes = post.uploaded_bytes
  switch (post.status) {
    case 'PUBLISH_COMPLETE':
      return {
        verdict: 'published',
        post: {
          platformPostId: post.publicaly_available_post_id[0] ?? null,
          provisionalId: referenceField(task.reference, 'publishId'),
          // TikTok refuses a level that the creator lacks, so what was asked for is what it is.
          visibility: readOptions(task.draft).privacyLevel,
          complete: false,
          warnings: [],
        },
        ...(post.publicaly_available_post_id.length === 0 && {
          awaiting: 'The post exists; its public id is awaited.',
        }),
      }
    case 'SEND_TO_USER_INBOX':
      return { verdict: 'handed-over' }
    case 'FAILED':
      return {
        verdict: 'refused',
        problem: tiktokErrors.problem('verdict', { status: null, code: post.fail_reason }, nowMs),
      }
    case 'PROCESSING_UPLOAD':
      return uploadedBytes !== undefined && uploadedBytes < task.source.sizeBytes
        ? { verdict: 'not-published' }
        : { verdict: 'processing', detail: 'TikTok has the whole video and is processing it.' }
    default:
      return { verdict: 'unknown', detail: `TikTok reports the status ${post.status.slice(0, 40)}.` }
  }
}
