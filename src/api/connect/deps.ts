import type { ConnectionAttempts } from '../../database/connection-attempts'
import type { Consents } from '../../database/consents'
import type { Users } from '../../database/users'
import type { Platform } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import type { JobRuns } from '../../domain/ports/jobs'
import type { Logins, PlatformLogin } from '../../domain/ports/login'
import type { TokenOwner } from '../../domain/ports/tokens'

export interface ConnectSettings {
  /** Where browsers reach this API, without a trailing slash. */
  publicUrl: string
  /** Where a browser may be sent in the end: see `isReturnAllowed`. */
  returnUrls: readonly string[]
  /** How long a link is good for. */
  timeoutMs: number
}

export interface ConnectDeps {
  users: Pick<Users, 'standing'>
  attempts: ConnectionAttempts
  consents: Consents
  logins: Logins
  owner: Pick<TokenOwner, 'reconnected'>
  runs: Pick<JobRuns, 'wake'>
  clock: Clock
  connect: ConnectSettings
}

/** Where browsers are sent on the way to a platform and back. The callback's address is registered at the platform. */
export const oauthUrl = ({ publicUrl }: ConnectSettings, platform: Platform, hop: 'start' | 'callback'): string =>
  `${publicUrl}/v1/oauth/${platform.toLowerCase()}/${hop}`

/** Undefined where the platform has no such login, or it is not configured. `null` is the platform's own. */
export const findLogin = (logins: Logins, platform: Platform, login: string | null): PlatformLogin | undefined =>
  login === null ? logins[platform].own : login === 'facebook' ? logins[platform].facebook : undefined
