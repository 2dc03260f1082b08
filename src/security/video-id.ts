import { createHash, randomBytes } from 'node:crypto'

const PREFIX = 'video-'

/** The id of the video that an idempotent request makes: the same for the same caller and Idempotency-Key, in every process. */
export function videoIdFor(principal: string, key: string): string {
  // As JSON, so that no two origins can run together into one text.
  return (
    PREFIX +
    createHash('sha256')
      .update(JSON.stringify([principal, key]))
      .digest('base64url')
  )
}

/** The id of a video whose request had no Idempotency-Key. */
export const randomVideoId = (): string => PREFIX + randomBytes(32).toString('base64url')
