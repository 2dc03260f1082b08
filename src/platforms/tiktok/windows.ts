import type { CallWindow } from '../../domain/ports/limits'
import { DAY_MS } from '../meanings'

/** As the sandbox and operators know the endpoints, too. */
export type TikTokOperation =
  'creator_info.query' | 'video.init' | 'inbox.video.init' | 'status.fetch' | 'video.query' | 'video.list' | 'chunk.put'

export type TikTokWindows = Partial<Record<TikTokOperation, readonly CallWindow[]>>

/** What TikTok has granted the app for each user. */
export interface PerMinute {
  inits: number
  statuses: number
  creatorInfos: number
}

/** About 15 posts a day, different for each creator and shared by all apps ("Rate Limits"): TikTok tells it by refusing. */
export const DIRECT_POSTS: CallWindow = { name: 'direct-post', limit: null, windowMs: DAY_MS }

/** In which windows an endpoint's calls count. */
export const tiktokWindows = (_perMinute: PerMinute): TikTokWindows => ({})
