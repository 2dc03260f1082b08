import type { Clock } from '../domain/ports/clock'
import type { Platform } from '../domain/platform'
import type { MetricsReaders } from '../domain/ports/metrics'
import type { PlatformRules, Publishers } from '../domain/ports/platform'
import type { QuotaMeter } from '../domain/ports/quota'
import type { CallGuards } from './gated-call'
import { instagramMetrics } from './instagram/metrics'
import { instagramPublisher } from './instagram/publisher'
import { instagramRules } from './instagram/rules'
import type { TikTokSettings } from './tiktok/calls'
import { tiktokMetrics } from './tiktok/metrics'
import { tiktokPublisher } from './tiktok/publisher'
import { tiktokRules } from './tiktok/rules'
import { youtubeMetrics } from './youtube/metrics'
import { youtubePublisher } from './youtube/publisher'
import { youtubeRules } from './youtube/rules'

/** What each platform lets a post be; known without any of its URLs or keys. */
export const PLATFORM_RULES: Record<Platform, PlatformRules> = {
  TIKTOK: tiktokRules,
  INSTAGRAM: instagramRules,
  YOUTUBE: youtubeRules,
}

/** URLs without a trailing slash. */
export interface PlatformsOptions extends CallGuards {
  clock: Clock
  meter: QuotaMeter
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** A request that carries video bytes or publishes. */
  sendTimeoutMs: number
  tiktok: Pick<TikTokSettings, 'apiUrl' | 'source' | 'perMinute'>
  instagram: { apiUrl: string; facebookUrl: string; uploadUrl: string; apiVersion: string }
  youtube: { apiUrl: string; analyticsUrl: string }
}

/** Every platform that Publisher knows. */
export function createPublishers(options: PlatformsOptions): Publishers {
  const { common, meter } = shared(options)
  return {
    TIKTOK: tiktokPublisher({ ...common, ...options.tiktok }),
    INSTAGRAM: instagramPublisher({ ...common, ...options.instagram }),
    YOUTUBE: youtubePublisher({ ...common, meter, ...options.youtube }),
  }
}

/** Who tells the numbers of their posts. */
export function createMetricsReaders(options: PlatformsOptions): MetricsReaders {
  const { common, meter } = shared(options)
  return {
    TIKTOK: tiktokMetrics({ ...common, ...options.tiktok }),
    INSTAGRAM: instagramMetrics({ ...common, ...options.instagram }),
    YOUTUBE: youtubeMetrics({ ...common, meter, ...options.youtube }),
  }
}

const shared = ({ clock, gate, watch, meter, requestTimeoutMs, sendTimeoutMs }: PlatformsOptions) => ({
  common: { clock, gate, watch, requestTimeoutMs, sendTimeoutMs },
  meter,
})
