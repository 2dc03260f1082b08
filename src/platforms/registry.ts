import type { Clock } from '../domain/ports/clock'
import type { Platform } from '../domain/platform'
import type { CallGate } from '../domain/ports/limits'
import type { PlatformRules, Publishers } from '../domain/ports/platform'
import type { QuotaMeter } from '../domain/ports/quota'
import { instagramPublisher } from './instagram/publisher'
import { instagramRules } from './instagram/rules'
import type { TikTokSettings } from './tiktok/calls'
import { tiktokPublisher } from './tiktok/publisher'
import { tiktokRules } from './tiktok/rules'
import { youtubePublisher } from './youtube/publisher'
import { youtubeRules } from './youtube/rules'

/** What each platform lets a post be; known without any of its URLs or keys. */
export const PLATFORM_RULES: Record<Platform, PlatformRules> = {
  TIKTOK: tiktokRules,
  INSTAGRAM: instagramRules,
  YOUTUBE: youtubeRules,
}

/** URLs without a trailing slash. */
export interface PublishersOptions {
  clock: Clock
  gate: CallGate
  meter: QuotaMeter
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** A request that carries video bytes or publishes. */
  sendTimeoutMs: number
  tiktok: Pick<TikTokSettings, 'apiUrl' | 'source' | 'perMinute'>
  instagram: { apiUrl: string; facebookUrl: string; uploadUrl: string; apiVersion: string }
  youtube: { apiUrl: string }
}

/** Every platform that Publisher knows. */
export function createPublishers(options: PublishersOptions): Publishers {
  const { clock, gate, meter, requestTimeoutMs, sendTimeoutMs } = options
  const common = { clock, gate, requestTimeoutMs, sendTimeoutMs }
  return {
    TIKTOK: tiktokPublisher({ ...common, ...options.tiktok }),
    INSTAGRAM: instagramPublisher({ ...common, ...options.instagram }),
    YOUTUBE: youtubePublisher({ ...common, meter, ...options.youtube }),
  }
}
