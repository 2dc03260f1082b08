import type { PostRow } from '../../database/posts'
import { tellSyncFailure, tellUnavailable } from '../../domain/sync-texts'
import { tellMoment } from './texts'

/** What is wrong with a post or its numbers, in sentences. */
export function noticesOf({ platform, unavailableAt, unavailableReason, syncFailure }: PostRow): string[] {
  const gone =
    unavailableAt && unavailableReason !== null
      ? `${tellUnavailable(platform, unavailableReason)} It was not found there from ${tellMoment(unavailableAt)} UTC on; the numbers are the last ones that are known.`
      : null
  return [gone, syncFailure === null ? null : tellSyncFailure(platform, syncFailure)].flatMap((notice) => notice ?? [])
}

/** How fresh the numbers are, and when newer ones may be there. */
export function freshnessOf({ lastSyncedAt, nextSyncAt, archivedAt }: PostRow, nowMs: number): string[] {
  const last = lastSyncedAt
    ? `The numbers were last brought ${tellMoment(lastSyncedAt)} UTC.`
    : 'The numbers have not been brought yet.'
  const next = nextSyncAt
    ? nextSyncAt.getTime() > nowMs
      ? `The next are brought about ${tellMoment(nextSyncAt)} UTC.`
      : 'The next are on their way.'
    : 'They are not brought any more.'
  return [`${last} ${next}`, ...(archivedAt ? [`The post was archived ${tellMoment(archivedAt)} UTC.`] : [])]
}
