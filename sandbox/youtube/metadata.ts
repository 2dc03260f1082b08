import { z } from 'zod'
import { apiError } from './errors'

const MAX_TITLE_LENGTH = 100
const MAX_DESCRIPTION_BYTES = 5000
const MAX_TAGS_LENGTH = 500

/** Categories that a video can be put in. */
const CATEGORIES = ['1', '2', '10', '15', '17', '19', '20', '22', '23', '24', '25', '26', '27', '28', '29']

const localization = z.object({ title: z.string().optional(), description: z.string().optional() })

const videoResource = z.object({
  snippet: z
    .object({
      title: z.string().optional(),
      description: z.string().optional(),
      tags: z.array(z.string()).optional(),
      categoryId: z.string().optional(),
      defaultLanguage: z
        .string()
        .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
        .optional(),
    })
    .optional(),
  status: z
    .object({
      privacyStatus: z.string().optional(),
      publishAt: z.string().optional(),
      selfDeclaredMadeForKids: z.boolean().optional(),
      containsSyntheticMedia: z.boolean().optional(),
      license: z.string().optional(),
      embeddable: z.boolean().optional(),
      publicStatsViewable: z.boolean().optional(),
    })
    .optional(),
  paidProductPlacementDetails: z.object({ hasPaidProductPlacement: z.boolean().optional() }).optional(),
  localizations: z.record(z.string(), localization).optional(),
})

type VideoResource = z.output<typeof videoResource>

export interface VideoMetadata {
  snippet: NonNullable<VideoResource['snippet']> & { title: string }
  status: NonNullable<VideoResource['status']> & { privacyStatus: string }
  paidProductPlacementDetails?: VideoResource['paidProductPlacementDetails']
  localizations?: VideoResource['localizations']
}

/** The groups of a video resource that `part` names; the others are not looked at. @throws Refusal 400 `invalidVideoMetadata`. */
export function readResource(body: unknown, parts: string[]): VideoResource {
  const parsed = videoResource.safeParse(body)
  if (!parsed.success) throw invalid('invalidVideoMetadata', 'The request metadata is invalid.')
  return Object.fromEntries(Object.entries(parsed.data).filter(([group]) => parts.includes(group)))
}

/**
 * The metadata of a video, by the rules of `videos.insert` and `videos.update`.
 * @param defaultPrivacy of a resource without `privacyStatus`: public since 2 Nov 2026, unless the account says otherwise
 * @throws Refusal 400 (or 403 for a forbidden setting) with the reason of the first broken rule.
 */
export function checkMetadata(resource: VideoResource, defaultPrivacy: string): VideoMetadata {
  const { snippet = {}, status = {}, ...rest } = resource
  const title = validTitle(snippet.title)
  refuseSnippet(snippet)
  if (rest.localizations && !snippet.defaultLanguage) {
    throw invalid('defaultLanguageNotSet', 'localizations need snippet.defaultLanguage.')
  }
  for (const translated of Object.values(rest.localizations ?? {})) {
    validTitle(translated.title)
    refuseSnippet(translated)
  }
  const privacyStatus = status.privacyStatus ?? defaultPrivacy
  refuseStatus(status, privacyStatus)
  return { snippet: { ...snippet, title }, status: { ...status, privacyStatus }, ...rest }
}

function validTitle(title: string | undefined): string {
  if (!title || [...title].length > MAX_TITLE_LENGTH || /[<>]/.test(title)) {
    throw invalid('invalidTitle', 'The request metadata specifies an invalid or empty video title.')
  }
  return title
}

function refuseSnippet({ description = '', tags = [], categoryId }: NonNullable<VideoResource['snippet']>): void {
  if (Buffer.byteLength(description) > MAX_DESCRIPTION_BYTES || /[<>]/.test(description)) {
    throw invalid('invalidDescription', 'The request metadata specifies an invalid video description.')
  }
  if (tagsLength(tags) > MAX_TAGS_LENGTH || tags.some((tag) => tag === '' || /[<>]/.test(tag))) {
    throw invalid('invalidTags', 'The request metadata specifies invalid video keywords.')
  }
  if (categoryId !== undefined && !CATEGORIES.includes(categoryId)) {
    throw invalid('invalidCategoryId', 'The snippet.categoryId property specifies an invalid category ID.')
  }
}

/** Separators count, and a tag with a space counts the two quotes it will be shown in. */
function tagsLength(tags: string[]): number {
  const lengths = tags.map((tag) => [...tag].length + (tag.includes(' ') ? 2 : 0))
  return lengths.reduce((sum, length) => sum + length, Math.max(tags.length - 1, 0))
}

function refuseStatus({ publishAt, license }: NonNullable<VideoResource['status']>, privacyStatus: string): void {
  if (!['private', 'unlisted', 'public'].includes(privacyStatus)) {
    throw apiError(403, 'forbiddenPrivacySetting', 'The privacy setting is not allowed.', 'youtube.video')
  }
  if (license !== undefined && license !== 'youtube' && license !== 'creativeCommon') {
    throw apiError(403, 'forbiddenLicenseSetting', 'The license is not allowed.', 'youtube.video')
  }
  const isInstant = z.iso.datetime({ offset: true }).safeParse(publishAt).success
  if (publishAt !== undefined && (privacyStatus !== 'private' || !isInstant)) {
    throw invalid('invalidPublishAt', 'status.publishAt needs a valid instant and the privacy status private.')
  }
}

export function invalid(reason: string, message: string) {
  return apiError(400, reason, message, 'youtube.video')
}
