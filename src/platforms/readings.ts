import { type ErrorCategory, PublishError } from '../domain/errors'
import type { MeasuredPost, PostReading } from '../domain/ports/metrics'

/** Posts in a row that may fail before the platform, and not a post, is taken for the cause. */
const PATIENCE = 3

/** What stands in the way of every further call of the account. */
const OF_THE_ACCOUNT: readonly ErrorCategory[] = ['rate-limited', 'quota']

export const failed = (code: string): PostReading => ({ state: 'failed', code })

/**
 * Asks about posts one after the other. A post that cannot be read is `failed` and spoils no other. Once a limit, or failure
 * after failure, says that no call is answered, the rest fails unasked: what was read until then is kept.
 * @returns `stop`: what ended the asking early
 * @throws PublishError of category `auth`: nothing is told without a good token
 */
export async function readEach(
  posts: MeasuredPost[],
  read: (post: MeasuredPost) => Promise<PostReading>,
): Promise<{ readings: Map<string, PostReading>; stop?: PublishError }> {
  const readings = new Map<string, PostReading>()
  let stop: PublishError | undefined
  let failures = 0
  for (const post of posts) {
    if (stop) {
      readings.set(post.id, failed(stop.problem.code))
      continue
    }
    try {
      readings.set(post.id, await read(post))
      failures = 0
    } catch (error) {
      if (!(error instanceof PublishError) || error.problem.category === 'auth') throw error
      readings.set(post.id, failed(error.problem.code))
      if (OF_THE_ACCOUNT.includes(error.problem.category) || ++failures === PATIENCE) stop = error
    }
  }
  return { readings, ...(stop && { stop }) }
}

/** As a platform answers about many posts at once: each item for itself, so that an odd one spoils no other. */
export function itemsById<T extends { id: string }>(
  items: unknown[],
  parse: (item: unknown) => T | undefined,
): { found: Map<string, T>; isWhole: boolean } {
  const parsed = items.map(parse).filter((item) => item !== undefined)
  return { found: new Map(parsed.map((item) => [item.id, item])), isWhole: parsed.length === items.length }
}
