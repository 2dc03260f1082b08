import type { Platform } from './platform'

const DAY_MS = 86_400_000

/** A Google refresh token dies after six months of disuse (Google Identity: "Refresh token expiration"). */
const GOOGLE_UNUSED_MS = 180 * DAY_MS

/** What TikTok documents, for an answer that does not tell it (OAuth v2: "Manage user access tokens"). */
const TIKTOK_REFRESH_LIFE_MS = 180 * DAY_MS

/** Instagram refuses to refresh a younger token ("Refresh access token"), and no other token needs it sooner. */
const LEAST_AGE_MS = DAY_MS

/** Of the half of a life that is left at its middle: over how much of it the renewals of a moment are spread. */
const SPREAD = 0.2

/** A stored pair, as far as its ages are known. */
export interface PairAges {
  platform: Platform
  storedAtMs: number
  /** Null: the access token has no fixed end. */
  expiresAtMs: number | null
  /** Null: the platform told no end of the refresh token, or there is none. */
  refreshExpiresAtMs: number | null
}

/**
 * When a pair is renewed although nobody needs it, so that an account that rarely publishes is not lost: about the middle
 * of the life of what keeps its grant alive, at least a day after it was stored, always before its end.
 * @param share 0 to 1, at random: spreads what was stored in one moment over a tenth of its life
 * @returns null where no renewal prolongs anything, or none is possible in time
 */
export function renewAtMs(pair: PairAges, share: number): number | null {
  const endMs = endOfGrantMs(pair)
  if (endMs === null) return null
  const lifeMs = endMs - pair.storedAtMs
  const earliestMs = Math.max(lifeMs / 2, LEAST_AGE_MS)
  if (earliestMs >= lifeMs) return null
  return Math.floor(pair.storedAtMs + earliestMs + (lifeMs - earliestMs) * SPREAD * share)
}

/** The instant at which the grant dies unless the pair is renewed before; null: it does not, or a renewal changes nothing. */
const endOfGrantMs = ({ platform, storedAtMs, expiresAtMs, refreshExpiresAtMs }: PairAges): number | null =>
  ({
    // "Refresh a user access token": the answer brings a new refresh token and tells the seconds that are left to it.
    TIKTOK: refreshExpiresAtMs ?? storedAtMs + TIKTOK_REFRESH_LIFE_MS,
    // Instagram Login has no refresh token: the access token extends itself. Of Facebook Login, the Page's token has no end,
    // and the user's, from which the Page's is had again, is the one that is lengthened.
    INSTAGRAM: expiresAtMs ?? refreshExpiresAtMs,
    // A told end is that of a grant limited in time, which using it does not move. Else only disuse ends it.
    YOUTUBE: refreshExpiresAtMs === null ? storedAtMs + GOOGLE_UNUSED_MS : null,
  })[platform]
