import type { Platform } from '../../src/domain/platform'

/** An account whose platform takes no time of its own: a test waits for nothing but what it is about. */
export const PROMPT: Record<Platform, object> = {
  TIKTOK: { processingSeconds: 0, publicIdDelaySeconds: 0 },
  INSTAGRAM: { processingSeconds: 0 },
  YOUTUBE: { processingSeconds: 0 },
}
