import type { PostDraft } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { type DirectPost, readOptions } from './rules'

/** The body of an init: a direct post says what it will be, an inbox draft only where its bytes come from. */
export interface InitRequest {
  post_info?: Record<string, unknown>
  source_info: Record<string, unknown>
}

export function initRequest(draft: PostDraft, source_info: InitRequest['source_info']): InitRequest {
  const options = readOptions(draft)
  return options.postMode === 'MEDIA_UPLOAD' ? { source_info } : { post_info: postInfo(draft, options), source_info }
}

/** `brand_content_toggle` is always sent: the field table calls it required. */
const postInfo = (draft: PostDraft, options: DirectPost) => ({
  title: composeCaption(draft.caption, draft.hashtags),
  privacy_level: options.privacyLevel,
  disable_comment: options.disableComment,
  disable_duet: options.disableDuet,
  disable_stitch: options.disableStitch,
  brand_content_toggle: options.brandContent,
  brand_organic_toggle: options.brandOrganic,
  is_aigc: options.isAiGenerated,
  ...(options.coverTimestampMs !== undefined && { video_cover_timestamp_ms: options.coverTimestampMs }),
})
