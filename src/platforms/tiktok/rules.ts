import { z } from 'zod'
import type { Violation } from '../../domain/errors'
import type { JsonSchema, PlatformRules, PostDraft, VideoFacts } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { hashtagViolations, optionViolations, toJsonSchema, violation } from '../rule-checks'
import { checkTikTokVideo } from './video-rules'

const MAX_TITLE_UNITS = 2_200

export const PUBLIC = 'PUBLIC_TO_EVERYONE'

/**
 * TikTok's guidelines forbid a default privacy level. They also want users to allow comments, duets and stitches themselves:
 * the form that asks them is the caller's, and what it was told goes into the three `disable…` options.
 */
/** No video of TikTok's is that long. */
const MAX_COVER_OFFSET_MS = 86_400_000

const directPost = z.strictObject({
  postMode: z.literal('DIRECT_POST').default('DIRECT_POST'),
  privacyLevel: z
    .enum([PUBLIC, 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY'])
    .describe('Who can see the post; must be one that the creator has. There is no default.'),
  disableComment: z.boolean().default(false).describe('No comments.'),
  disableDuet: z.boolean().default(false).describe('No duets.'),
  disableStitch: z.boolean().default(false).describe('No stitches.'),
  brandContent: z.boolean().default(false).describe('A paid partnership with a third party; not with SELF_ONLY.'),
  brandOrganic: z.boolean().default(false).describe("Promotes the creator's own business."),
  isAiGenerated: z.boolean().default(false).describe('Labels the video as made by AI.'),
  coverTimestampMs: z
    .int()
    .min(0)
    .max(MAX_COVER_OFFSET_MS)
    .optional()
    .describe('The frame that becomes the cover; the first one when absent.'),
})

/** "Upload video to inbox": its init takes no `post_info`. */
const inboxDraft = z.strictObject({ postMode: z.literal('MEDIA_UPLOAD') })

export type DirectPost = z.output<typeof directPost>

/** The checked options of a draft with the defaults filled in. */
export const readOptions = (draft: PostDraft): DirectPost | z.output<typeof inboxDraft> =>
  isInboxDraft(draft) ? inboxDraft.parse(draft.options) : directPost.parse(draft.options)

const isInboxDraft = ({ options }: PostDraft): boolean => options.postMode === 'MEDIA_UPLOAD'

/** One list of all options; which of them are asked for depends on the mode. */
function optionsSchema(): JsonSchema {
  const postMode = z
    .enum(['DIRECT_POST', 'MEDIA_UPLOAD'])
    .default('DIRECT_POST')
    .describe(
      "DIRECT_POST publishes. MEDIA_UPLOAD puts the video into the user's TikTok inbox, where the user writes the caption, " +
        'chooses everything else and publishes by hand: caption and hashtags are not passed on.',
    )
  const { required, ...all } = toJsonSchema(directPost.extend({ postMode }))
  const isDraft = { properties: { postMode: { const: 'MEDIA_UPLOAD' } }, required: ['postMode'] }
  return { ...all, if: isDraft, then: { maxProperties: 1 }, else: { required } }
}

export const tiktokRules: PlatformRules = {
  optionsSchema: optionsSchema(),
  preflightOptions: ['postMode', 'privacyLevel'],
  images: () => [],
  checkVideo: checkTikTokVideo,
  check: (draft, video) => [
    ...(isInboxDraft(draft) ? draftViolations(draft) : postViolations(draft, video)),
    ...checkTikTokVideo(video),
  ],
}

const postViolations = (draft: PostDraft, video: VideoFacts): Violation[] => [
  ...optionViolations(directPost, draft.options),
  ...hashtagViolations(draft),
  ...captionViolations(draft),
  ...combinationViolations(draft, video),
]

/** What would be lost on the way to the inbox is refused. */
const draftViolations = ({ options }: PostDraft): Violation[] =>
  optionViolations(inboxDraft, options).map((broken) => {
    const isOfDirectPost = Object.hasOwn(directPost.shape, broken.pointer.slice('/options/'.length))
    if (!isOfDirectPost) return broken
    return {
      ...broken,
      code: 'not-for-drafts',
      message: 'is not sent with an inbox draft: the user chooses it in TikTok',
    }
  })

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
