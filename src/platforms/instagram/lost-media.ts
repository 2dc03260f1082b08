import type { ListedMedia } from './client'

/** Instagram's clock and ours may differ, and its timestamps are cut to seconds. */
const CLOCK_SKEW_MS = 60_000

/**
 * The id of a post whose publish answer was lost: the container does not tell it. Only a Reel with exactly this caption, not
 * older than the commit, counts, and only if it is the only one; never simply the newest, which may be someone else's.
 */
export function findLostMedia(media: ListedMedia[], caption: string, committedAtMs: number): string | null {
  const candidates = media.filter(
    (item) =>
      item.media_product_type === 'REELS' &&
      (item.caption ?? '') === caption &&
      Date.parse(item.timestamp) >= committedAtMs - CLOCK_SKEW_MS,
  )
  return candidates.length === 1 ? (candidates[0]?.id ?? null) : null
}
