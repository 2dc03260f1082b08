import { PublishError } from './errors'

/** The code of a platform's own word that the app's quota of the day is used up, whatever our ledger says. */
export const PLATFORM_QUOTA_EXCEEDED = 'platform-quota-exceeded'

export const isPlatformQuotaExceeded = (error: unknown): boolean =>
  error instanceof PublishError && error.problem.code === PLATFORM_QUOTA_EXCEEDED
