import { PublishError } from '../../domain/errors'
import type { PostDraft } from '../../domain/ports/platform'
import { readOptions } from './rules'

/** The `video` resource: a video with an instant that has passed is public at once. @throws PublishError `publish-at-passed`. */
export function refusePastPublication(draft: PostDraft, nowMs: number): Promise<void> {
  const { publishAt } = readOptions(draft)
  if (publishAt === undefined || Date.parse(publishAt) > nowMs) return Promise.resolve()
  return Promise.reject(
    new PublishError({
      code: 'publish-at-passed',
      category: 'policy',
      message: 'The instant at which YouTube should make the video public has passed, so it would be public at once.',
      remedy: 'Publish anew with a later publishAt, or without one and with the privacyStatus public.',
    }),
  )
}
