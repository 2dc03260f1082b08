import { z } from 'zod'
import type { Violation } from '../../domain/errors'
import type { NamedImage, PlatformRules, PostDraft, VideoFacts } from '../../domain/ports/platform'
import { characterCount, composeCaption, hashtagCount, mentionCount } from '../../domain/publish-rules'
import { hashtagViolations, optionViolations, toJsonSchema, violation } from '../rule-checks'
import { checkInstagramVideo } from './video-rules'

const MAX_CAPTION_CHARACTERS = 2_200
const MAX_HASHTAGS = 30
const MAX_MENTIONS = 20
const MAX_COVER_BYTES = 8 * 1024 ** 2

/** No Reel is that long. */
const MAX_COVER_OFFSET_MS = 86_400_000

const optionsSchema = z.strictObject({
  shareToFeed: z.boolean().default(true).describe('Shows the Reel in the feed as well.'),
  thumbOffsetMs: z.int().min(0).max(MAX_COVER_OFFSET_MS).optional().describe('The frame that becomes the cover.'),
  isAiGenerated: z.boolean().default(false).describe('Labels the video as made by AI.'),
  collaborators: z
    .array(z.string().regex(/^[\w.]{1,30}$/))
    .max(3)
    .default([])
    .describe('User names, without @.'),
  coverKey: z
    .string()
    .max(1_024)
    .regex(/\.jpe?g$/i, 'must be the key of a JPEG, .jpg or .jpeg')
    .optional()
    .describe('The R2 key of the cover, a JPEG of at most 8 MB. Comes before thumbOffsetMs.'),
  audioName: z.string().trim().min(1).max(100).optional().describe('The name of the original audio.'),
  locationId: z
    .string()
    .regex(/^\d{1,20}$/, 'must be the id of a place, in digits')
    .optional()
    .describe('The Facebook Page id of a place.'),
})

export type InstagramOptions = z.output<typeof optionsSchema>

/** The checked options of a draft with the defaults filled in. */
export const readOptions = (draft: PostDraft): InstagramOptions => optionsSchema.parse(draft.options)

export const instagramRules: PlatformRules = {
  optionsSchema: toJsonSchema(optionsSchema),
  preflightOptions: [],
  images: coverOf,
  checkVideo: checkInstagramVideo,
  check: (draft, video) => [
    ...optionViolations(optionsSchema, draft.options),
    ...hashtagViolations(draft),
    ...captionViolations(draft),
    ...thumbViolations(draft, video),
    ...checkInstagramVideo(video),
  ],
}

function coverOf({ coverKey }: Record<string, unknown>): NamedImage[] {
  return typeof coverKey === 'string'
    ? [{ pointer: '/options/coverKey', key: coverKey, maxSizeBytes: MAX_COVER_BYTES }]
    : []
}

/** Media reference of the Instagram API: 2,200 characters, 30 hashtags, 20 mentions. */
function captionViolations(draft: PostDraft): Violation[] {
  const text = composeCaption(draft.caption, draft.hashtags)
  const counted = [
    {
      count: characterCount(text),
      max: MAX_CAPTION_CHARACTERS,
      code: 'caption-too-long',
      unit: 'characters with its hashtags',
    },
    { count: hashtagCount(text), max: MAX_HASHTAGS, code: 'too-many-hashtags', unit: 'hashtags' },
    { count: mentionCount(text), max: MAX_MENTIONS, code: 'too-many-mentions', unit: 'mentions' },
  ]
  return counted
    .filter(({ count, max }) => count > max)
    .map(({ count, max, code, unit }) => violation('/caption', code, `has ${count} ${unit}; Instagram takes ${max}`))
}

/** Instagram refuses an offset past the end (1 / 2207057). */
function thumbViolations(draft: PostDraft, video: VideoFacts): Violation[] {
  const { thumbOffsetMs } = draft.options
  if (typeof thumbOffsetMs !== 'number' || thumbOffsetMs <= video.durationSeconds * 1000) return []
  return [violation('/options/thumbOffsetMs', 'cover-after-end', 'lies after the end of the video')]
}
