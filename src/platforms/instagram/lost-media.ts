import type { ListedMedia } from './answers'

/** Instagram's clock and ours may differ, and its timestamps are cut to seconds. */
const CLOCK_SKEW_MS = 60_000

/**
 * The posts that may be the one whose publish answer was lost: the container does not tell its id. A Reel with exactly this
 * caption, not older than the commit, is one. Only a single one counts; never simply the newest, which may be someone else's.
 */
export const findLostMedia = (media: ListedMedia[], caption: string, committedAtMs: number): ListedMedia[] =>
  media.filter(
    (item) =>
      item.media_product_type === 'REELS' &&
      (item.caption ?? '') === caption &&
      Date.parse(item.timestamp) >= committedAtMs - CLOCK_SKEW_MS,
  )
