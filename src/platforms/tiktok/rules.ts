import { z } from 'zod'
import type { Violation } from '../../domain/errors'
import type { PlatformRules, PostDraft, VideoFacts } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import {
  hashtagViolations,
  optionViolations,
  parseResolution,
  toJsonSchema,
  videoViolations,
  violation,
} from '../rule-checks'

const MAX_TITLE_UNITS = 2_200
const MIN_SIDE_PIXELS = 360
const MAX_SIDE_PIXELS = 4_096

const VIDEO_LIMITS = {
  formats: ['mp4', 'mov', 'webm'],
  maxSizeBytes: 4 * 1024 ** 3,
  minSeconds: 1,
  maxSeconds: 600,
}

/**
 * TikTok's guidelines forbid a default privacy level. They also want users to allow comments, duets and stitches themselves:
 * the form that asks them is the caller's, and what it was told goes into the three `disable…` options.
 */
const optionsSchema = z.strictObject({
  privacyLevel: z
    .enum(['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY'])
    .describe('Who can see the post; must be one that the creator has. There is no default.'),
  disableComment: z.boolean().default(false).describe('No comments.'),
  disableDuet: z.boolean().default(false).describe('No duets.'),
  disableStitch: z.boolean().default(false).describe('No stitches.'),
  brandContent: z.boolean().default(false).describe('A paid partnership with a third party; not with SELF_ONLY.'),
  brandOrganic: z.boolean().default(false).describe("Promotes the creator's own business."),
  isAiGenerated: z.boolean().default(false).describe('Labels the video as made by AI.'),
  coverTimestampMs: z.int().min(0).optional().describe('The frame that becomes the cover; the first one when absent.'),
})

export type TikTokOptions = z.output<typeof optionsSchema>

/** The checked options of a draft with the defaults filled in. */
export const readOptions = (draft: PostDraft): TikTokOptions => optionsSchema.parse(draft.options)

export const tiktokRules: PlatformRules = {
  optionsSchema: toJsonSchema(optionsSchema),
  images: () => [],
  check: (draft, video) => [
    ...optionViolations(optionsSchema, draft.options),
    ...hashtagViolations(draft),
    ...captionViolations(draft),
    ...combinationViolations(draft, video),
    ...videoViolations(video, VIDEO_LIMITS),
    ...pictureViolations(video),
  ],
}

/** Content Posting API, "Direct Post": `title` has at most 2,200 UTF-16 units. */
function captionViolations(draft: PostDraft): Violation[] {
  const units = composeCaption(draft.caption, draft.hashtags).length
  if (units <= MAX_TITLE_UNITS) return []
  return [
    violation(
      '/caption',
      'caption-too-long',
      `has ${units} UTF-16 units with its hashtags; TikTok takes ${MAX_TITLE_UNITS}`,
    ),
  ]
}

function combinationViolations(draft: PostDraft, video: VideoFacts): Violation[] {
  const { brandContent, privacyLevel, coverTimestampMs } = draft.options
  const broken: Violation[] = []
  if (brandContent === true && privacyLevel === 'SELF_ONLY') {
    broken.push(violation('/options/brandContent', 'brand-content-private', 'cannot be combined with SELF_ONLY'))
  }
  if (typeof coverTimestampMs === 'number' && coverTimestampMs > video.durationSeconds * 1000) {
    broken.push(violation('/options/coverTimestampMs', 'cover-after-end', 'lies after the end of the video'))
  }
  return broken
}

function pictureViolations(video: VideoFacts): Violation[] {
  const picture = parseResolution(video.resolution)
  if (!picture) return []
  const sides = [picture.width, picture.height]
  if (sides.every((side) => side >= MIN_SIDE_PIXELS && side <= MAX_SIDE_PIXELS)) return []
  const range = `${MIN_SIDE_PIXELS} to ${MAX_SIDE_PIXELS} pixels`
  return [violation('/video', 'video-picture-size', `is ${video.resolution}; TikTok takes sides of ${range}`)]
}
