import type { PostDraft } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { readOptions } from './rules'

/** The fields of a Reel's container, fetched by Instagram from `videoUrl`. */
export function containerForm(draft: PostDraft, videoUrl: string): Record<string, string> {
  const options = readOptions(draft)
  return {
    media_type: 'REELS',
    video_url: videoUrl,
    caption: composeCaption(draft.caption, draft.hashtags),
    share_to_feed: String(options.shareToFeed),
    ...(options.thumbOffsetMs !== undefined && { thumb_offset: String(options.thumbOffsetMs) }),
    ...(options.isAiGenerated && { is_ai_generated: 'true' }),
    ...(options.collaborators.length > 0 && { collaborators: JSON.stringify(options.collaborators) }),
  }
}
