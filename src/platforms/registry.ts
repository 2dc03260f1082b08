import type { Clock } from '../domain/ports/clock'
import type { Publishers } from '../domain/ports/platform'
import { instagramPublisher } from './instagram/publisher'
import { tiktokPublisher } from './tiktok/publisher'
import { youtubePublisher } from './youtube/publisher'

/** URLs without a trailing slash. */
export interface PublishersOptions {
  clock: Clock
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** A request that carries video bytes or publishes. */
  sendTimeoutMs: number
  tiktok: { apiUrl: string; clientKey: string; clientSecret: string }
  instagram: { apiUrl: string; apiVersion: string }
  youtube: { apiUrl: string; oauthUrl: string; clientId: string; clientSecret: string }
}

/** Every platform that Publisher knows. */
export function createPublishers(options: PublishersOptions): Publishers {
  const { clock, requestTimeoutMs, sendTimeoutMs } = options
  const common = { clock, requestTimeoutMs, sendTimeoutMs }
  return {
    TIKTOK: tiktokPublisher({ ...common, ...options.tiktok }),
    INSTAGRAM: instagramPublisher({ ...common, ...options.instagram }),
    YOUTUBE: youtubePublisher({ ...common, ...options.youtube }),
  }
}
