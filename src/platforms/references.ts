import { PublishError } from '../domain/errors'
import type { Platform } from '../domain/platform'
import type { CheckpointReference } from '../domain/ports/platform'
import { sharedMeanings } from './meanings'

/** @throws PublishError `internal` when a checkpoint was not made by this adapter. */
export function referenceField(reference: CheckpointReference, name: string): string {
  const value = reference[name]
  if (value !== undefined) return value
  throw new PublishError({
    code: 'checkpoint-malformed',
    category: 'internal',
    message: `The checkpoint has no ${name}.`,
    remedy: 'Report it: a checkpoint of another version or platform was used.',
  })
}

/** @throws PublishError `grant-revoked`: a connection without a refresh token can only be made anew. */
export function refreshTokenOf(platform: Platform, refreshToken: string | null): string {
  if (refreshToken !== null) return refreshToken
  throw new PublishError({ ...sharedMeanings(platform).grantRevoked })
}
