import type { MeasuredPost, PostReading } from '../../src/domain/ports/metrics'

export const HOUR_SECONDS = 3_600

/** Lives through the days of a test. */
export const LASTING = { expiresInSeconds: 400 * 24 * HOUR_SECONDS }

/** A post as it is asked about; its own id is the platform's with a `p` before it. */
export const measured = (platformPostId: string, given: Partial<MeasuredPost> = {}): MeasuredPost => ({
  id: `p${platformPostId}`,
  platformPostId,
  isProvisional: false,
  caption: '',
  hashtags: [],
  publishedAtMs: Date.now(),
  isSharesDue: false,
  ...given,
})

/** The readings in the order of the posts. */
export const inOrder = (posts: MeasuredPost[], readings: Map<string, PostReading>) =>
  posts.map(({ id }) => readings.get(id))

/** What stands in the place of a good answer, and what comes of it. */
export const BAD_ANSWERS = [
  ['a platform error', { kind: 'before-effect', status: 503 }, 'platform-unavailable'],
  ['a page of a proxy', { kind: 'html-error' }, 'platform-unavailable'],
  ['a page that passes for good', { kind: 'html-error', status: 200 }, 'unexpected-answer'],
  ['an empty answer', { kind: 'before-effect', status: 200, body: '' }, 'unexpected-answer'],
  ['an answer that tells nothing', { kind: 'before-effect', status: 200, body: {} }, 'unexpected-answer'],
  ['half an answer', { kind: 'truncate' }, 'no-answer'],
  ['no answer', { kind: 'drop-connection' }, 'no-answer'],
] as const
