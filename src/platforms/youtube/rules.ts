import { z } from 'zod'
import type { Violation } from '../../domain/errors'
import type { PlatformRules, PostDraft } from '../../domain/ports/platform'
import { characterCount, composeCaption, utf8ByteCount } from '../../domain/publish-rules'
import { hashtagViolations, optionViolations, toJsonSchema, violation } from '../rule-checks'
import { MARKER_LENGTH } from './marker'
import { checkYouTubeVideo } from './video-rules'

const MAX_TITLE_CHARACTERS = 100
const MAX_DESCRIPTION_BYTES = 5_000
const MAX_TAGS_CHARACTERS = 500

const MAX_THUMBNAIL_BYTES = 50 * 1024 ** 2

const optionsSchema = z.strictObject({
  title: z.string().min(1).max(1_000).optional().describe("The video's title when absent."),
  privacyStatus: z.enum(['private', 'unlisted', 'public']).describe('There is no default: YouTube would take public.'),
  madeForKids: z.boolean().describe('The declaration that the law asks of the uploader.'),
  categoryId: z
    .string()
    .regex(/^\d{1,3}$/)
    .default('22')
    .describe('22 is People & Blogs.'),
  tags: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(MAX_TAGS_CHARACTERS)
        .regex(/^[^<>,]*$/, 'must not contain <, > or a comma'),
    )
    .max(MAX_TAGS_CHARACTERS)
    .default([])
    .describe('Beside the hashtags.'),
  containsSyntheticMedia: z.boolean().default(false).describe('Discloses content that AI made or changed.'),
  notifySubscribers: z.boolean().default(true),
  publishAt: z.iso
    .datetime({ offset: true, error: 'must be an RFC 3339 instant with an offset' })
    .max(64)
    .optional()
    .describe('When YouTube makes a private video public.'),
  license: z.enum(['youtube', 'creativeCommon']).optional(),
  embeddable: z.boolean().optional(),
  publicStatsViewable: z.boolean().optional(),
  paidProductPlacement: z.boolean().optional(),
  defaultLanguage: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag such as en or pt-BR')
    .optional()
    .describe('The language of title and description.'),
  thumbnailKey: z
    .string()
    .max(1_024)
    .regex(/^.+\.(jpe?g|png)$/i, 'must end in .jpg, .jpeg or .png')
    .optional()
    .describe('A JPEG or PNG of at most 50 MB in the bucket of the videos.'),
  playlistId: z
    .string()
    .regex(/^[\w-]{2,64}$/, 'must be the id of a playlist')
    .optional(),
})

export type YouTubeOptions = z.output<typeof optionsSchema>

/** The checked options of a draft with the defaults filled in; the title is the video's unless one is given. */
export function readOptions(draft: PostDraft): YouTubeOptions & { title: string } {
  const options = optionsSchema.parse(draft.options)
  return { ...options, title: options.title ?? draft.title }
}

/** What viewers do not see: the given tags and the hashtags, each once, in the user's order. */
export const tagsOf = (options: Pick<YouTubeOptions, 'tags'>, hashtags: string[]): string[] => [
  ...new Set([...options.tags, ...hashtags]),
]

export const youtubeRules: PlatformRules = {
  checkVideo: checkYouTubeVideo,
  optionsSchema: toJsonSchema(optionsSchema),
  preflightOptions: ['privacyStatus', 'madeForKids', 'publishAt'],
  images: ({ thumbnailKey }) =>
    typeof thumbnailKey === 'string'
      ? [{ pointer: '/options/thumbnailKey', key: thumbnailKey, maxSizeBytes: MAX_THUMBNAIL_BYTES }]
      : [],
  check: (draft, video) => [
    ...optionViolations(optionsSchema, draft.options),
    ...hashtagViolations(draft),
    ...titleViolations(draft),
    ...descriptionViolations(draft),
    ...tagViolations(draft),
    ...publishAtViolations(draft),
    ...checkYouTubeVideo(video),
  ],
}

function titleViolations(draft: PostDraft): Violation[] {
  const title = typeof draft.options.title === 'string' ? draft.options.title : draft.title
  const broken: Violation[] = []
  const found = (code: string, message: string) => broken.push(violation('/options/title', code, message))
  if (title.trim() === '') found('title-required', 'must not be blank')
  if (characterCount(title) > MAX_TITLE_CHARACTERS) {
    found('title-too-long', `has ${characterCount(title)} characters; YouTube takes ${MAX_TITLE_CHARACTERS}`)
  }
  if (/[<>]/.test(title)) found('title-characters', 'must not contain < or >')
  return broken
}

/** The `video` resource: a description is measured in UTF-8 bytes. */
function descriptionViolations(draft: PostDraft): Violation[] {
  const description = composeCaption(draft.caption, draft.hashtags)
  const bytes = utf8ByteCount(description)
  const broken: Violation[] = []
  if (bytes > MAX_DESCRIPTION_BYTES) {
    broken.push(
      violation(
        '/caption',
        'caption-too-long',
        `has ${bytes} bytes with its hashtags; YouTube takes ${MAX_DESCRIPTION_BYTES}`,
      ),
    )
  }
  if (/[<>]/.test(description)) broken.push(violation('/caption', 'caption-characters', 'must not contain < or >'))
  return broken
}

/** The `video` resource: only what is private can become public by itself. */
const publishAtViolations = ({ options }: PostDraft): Violation[] =>
  options.publishAt !== undefined && options.privacyStatus !== 'private'
    ? [violation('/options/publishAt', 'publish-at-not-private', 'needs the privacyStatus private until then')]
    : []

/** The `video` resource: separators count, and a tag with a space is counted with two quotes. The marker needs its place too. */
function tagViolations(draft: PostDraft): Violation[] {
  const tags = optionsSchema.shape.tags.safeParse(draft.options.tags).data
  if (!tags) return []
  const all = tagsOf({ tags }, draft.hashtags)
  const length = all.reduce((sum, tag) => sum + characterCount(tag) + (tag.includes(' ') ? 2 : 0) + 1, 0)
  const room = MAX_TAGS_CHARACTERS - MARKER_LENGTH
  if (length <= room) return []
  return [
    violation(
      '/options/tags',
      'tags-too-long',
      `take ${length} characters with the hashtags; YouTube leaves ${room} of ${MAX_TAGS_CHARACTERS}`,
    ),
  ]
}
