import { createHash, randomBytes } from 'node:crypto'
import type { Platform } from '../domain/platform'

/** What names one job of an idempotent request. */
export interface JobOrigin {
  /** The calling service, which stays the same when its API key is changed. */
  principal: string
  /** The Idempotency-Key. */
  key: string
  platform: Platform
  /** Of the target in the request, from 0. */
  position: number
}

const PREFIX = 'publish-'

/**
 * The job id of an idempotent request: the same for the same origin, in every process and at every time. URL-safe and
 * lawful as a custom BullMQ `jobId` (no integer, no colon).
 */
export function jobIdFor({ principal, key, platform, position }: JobOrigin): string {
  // As JSON, so that no two origins can run together into one text.
  const origin = JSON.stringify([principal, key, platform, position])
  return PREFIX + createHash('sha256').update(origin).digest('base64url')
}

/** The job id of a request without an Idempotency-Key. */
export const randomJobId = (): string => PREFIX + randomBytes(32).toString('base64url')
