import type { PostDraft } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { readOptions } from './rules'

/** `post_info` of a direct post. `brand_content_toggle` is always sent: the field table calls it required. */
export function postInfo(draft: PostDraft): Record<string, unknown> {
  const options = readOptions(draft)
  return {
    title: composeCaption(draft.caption, draft.hashtags),
    privacy_level: options.privacyLevel,
    disable_comment: options.disableComment,
    disable_duet: options.disableDuet,
    disable_stitch: options.disableStitch,
    brand_content_toggle: options.brandContent,
    brand_organic_toggle: options.brandOrganic,
    is_aigc: options.isAiGenerated,
    ...(options.coverTimestampMs !== undefined && { video_cover_timestamp_ms: options.coverTimestampMs }),
  }
}
