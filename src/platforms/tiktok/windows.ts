import type { CallWindow, PlatformCall } from '../../domain/ports/limits'
import { ARRIVAL_MARGIN_MS } from '../gated-call'
import { DAY_MS, MINUTE_MS } from '../meanings'

/** As the sandbox and operators know the endpoints, too. */
export type TikTokOperation =
  'creator_info.query' | 'video.init' | 'inbox.video.init' | 'status.fetch' | 'video.query' | 'video.list' | 'chunk.put'

/** What TikTok has granted the app for each user. */
export interface PerMinute {
  inits: number
  statuses: number
  creatorInfos: number
}

export const POSTING_CAP = {
  code: 'posting-cap',
  message: 'The account has made as many posts through the API as TikTok allows in 24 hours.',
  remedy: 'Nothing to do: the job goes on when the window has passed.',
}

export const DRAFT_CAP = {
  code: 'draft-cap',
  message: 'The inbox of the account holds as many drafts as TikTok lets it get from apps in 24 hours.',
  remedy: 'Nothing to do: the job goes on when the window has passed. Posting the drafts in TikTok makes room.',
}

const DAY = { windowMs: DAY_MS + ARRIVAL_MARGIN_MS, counts: 'accepted' } as const

/** About 15 posts a day, different for each creator and shared by all apps ("Rate Limits"): TikTok tells it by refusing. */
export const DIRECT_POSTS: CallWindow = { name: 'direct-post', limit: null, ...DAY, whenFull: POSTING_CAP }

/** Drafts that the user has not finished ("Upload Content", `spam_risk_too_many_pending_share`); TikTok tells of those that end. */
export const PENDING_DRAFTS: CallWindow = { name: 'inbox-draft', limit: 5, ...DAY, whenFull: DRAFT_CAP }

/**
 * In which windows a call counts. TikTok counts by the minute for each token; an account has one at a time.
 * - An init counts in one window, be it of a post or of a draft: TikTok's table of limits names them together.
 * - What a creator may post is asked for an init that follows, and told to nobody who may not post at all: not in vain.
 * - Polls leave as many status calls as there are inits to those that an upload needs to go on.
 */
export function windowsOf(
  { inits, statuses, creatorInfos }: PerMinute,
  operation: TikTokOperation,
  effect: PlatformCall['effect'],
): readonly CallWindow[] {
  switch (operation) {
    case 'video.init':
      return [perMinute('init', inits), DIRECT_POSTS]
    case 'inbox.video.init':
      return [perMinute('init', inits), PENDING_DRAFTS]
    case 'creator_info.query':
      return [
        perMinute('creator-info', creatorInfos),
        { ...DIRECT_POSTS, looksOnly: true },
        ...(effect === 'write' ? [{ ...perMinute('init', inits), looksOnly: true as const }] : []),
      ]
    case 'status.fetch': {
      const forPolls = Math.max(Math.ceil(statuses / 2), statuses - inits)
      return [perMinute('status', effect === 'read' ? forPolls : statuses)]
    }
    default:
      return []
  }
}

const perMinute = (name: string, limit: number): CallWindow => ({
  name,
  limit,
  windowMs: MINUTE_MS + ARRIVAL_MARGIN_MS,
})
