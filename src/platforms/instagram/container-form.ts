import type { UploadTask } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { HOUR_MS } from '../meanings'
import { readOptions } from './rules'

/** Instagram reads a URL until the container is FINISHED, which may take several fetches. */
const URL_LIFETIME_MS = 6 * HOUR_MS

/**
 * The fields of a Reel's container. Its bytes are uploaded with Facebook Login, where that is proven; elsewhere Instagram
 * fetches them.
 */
export async function containerForm(task: Omit<UploadTask, 'reference'>): Promise<Record<string, string>> {
  const { draft } = task
  const options = readOptions(draft)
  return {
    media_type: 'REELS',
    caption: composeCaption(draft.caption, draft.hashtags),
    share_to_feed: String(options.shareToFeed),
    ...(await sourceFields(task)),
    ...(await coverFields(task, options.coverKey)),
    ...(options.thumbOffsetMs !== undefined && { thumb_offset: String(options.thumbOffsetMs) }),
    ...(options.isAiGenerated && { is_ai_generated: 'true' }),
    ...(options.collaborators.length > 0 && { collaborators: JSON.stringify(options.collaborators) }),
    ...(options.audioName !== undefined && { audio_name: options.audioName }),
    ...(options.locationId !== undefined && { location_id: options.locationId }),
  }
}

async function sourceFields({
  account,
  source,
}: Pick<UploadTask, 'account' | 'source'>): Promise<Record<string, string>> {
  if (account.login === 'facebook') return { upload_type: 'resumable' }
  return { video_url: await source.presignedUrl(URL_LIFETIME_MS) }
}

async function coverFields(
  { image }: Pick<UploadTask, 'image'>,
  key: string | undefined,
): Promise<Record<string, string>> {
  return key === undefined ? {} : { cover_url: await (await image(key)).presignedUrl(URL_LIFETIME_MS) }
}
