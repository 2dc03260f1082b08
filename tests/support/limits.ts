import type { PublisherWorld } from './publisher'

/** Settings for a file that publishes more in a minute than the limits of one account and one day are made for. */
export const ROOMY = {
  YOUTUBE_QUOTA_MODEL: 'upload-bucket',
  RATE_LIMIT_WAIT_MS: '500',
  POLL_INTERVAL_MS: '100',
  RETRY_MAX_INTERVAL_MS: '250',
}

/** The platforms count calls by the minute: what the next test does counts anew. */
export const nextMinute = (world: PublisherWorld): Promise<unknown> => world.control('clock', { advanceSeconds: 60 })
