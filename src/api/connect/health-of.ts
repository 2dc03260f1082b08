import type { ConnectionRow } from '../../database/connections'
import { connectionHealth, type ConnectionHealth } from '../../domain/connection-health'
import type { LoginScopes, Logins } from '../../domain/ports/login'
import { findLogin } from './deps'

/** Of a login that is not configured any more, nobody knows what it needs. */
const NO_SCOPES: LoginScopes = { asked: [], needed: [] }

/** How an account's row stands, by what its login needs. */
export function healthOf(logins: Logins, row: ConnectionRow, nowMs: number): ConnectionHealth {
  const { platform, login, status, statusReason } = row
  const facts = {
    platform,
    status,
    statusReason,
    statusChangedAtMs: toMs(row.statusChangedAt),
    connectedAtMs: row.connectedAt.getTime(),
    grantedScopes: row.scopes,
    accessEndsAtMs: toMs(row.expiresAt),
    refreshEndsAtMs: toMs(row.refreshExpiresAt),
    refreshFailure: refreshFailureOf(row),
  }
  return connectionHealth(facts, findLogin(logins, platform, login)?.scopes ?? NO_SCOPES, nowMs)
}

/** The last refresh that failed without being refused, where none has succeeded since. */
export const refreshFailureOf = ({ refreshFailure: code, refreshFailedAt: at }: ConnectionRow) =>
  code !== null && at !== null ? { code, atMs: at.getTime() } : null

const toMs = (at: Date | null): number | null => at && at.getTime()
