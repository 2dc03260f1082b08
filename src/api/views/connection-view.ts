import { isReleased } from '../../database/account-holders'
import type { ConnectionRow } from '../../database/connections'
import { connectionHealth } from '../../domain/connection-health'
import type { LoginScopes } from '../../domain/ports/login'
import type { ConnectionView } from '../schemas/connection'
import { toIso } from './instants'

/** A connection as callers see it: never a token. */
export function toConnectionView(
  row: ConnectionRow,
  scopes: LoginScopes,
  waitingJobs: number,
  nowMs: number,
): ConnectionView {
  const { id, userId, platform, login, platformUserId, platformUsername, status } = row
  return {
    id,
    userId,
    platform,
    login,
    platformUserId: isReleased(row) ? null : platformUserId,
    platformUsername,
    status,
    expiresAt: toIso(row.expiresAt),
    connectedAt: toIso(row.connectedAt),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
    health: toHealthView(row, scopes, waitingJobs, nowMs),
  }
}

function toHealthView(row: ConnectionRow, scopes: LoginScopes, waitingJobs: number, nowMs: number) {
  const { platform, status, statusReason } = row
  const refreshFailure = failureOf(row)
  const { usable, state, reason, sinceMs, untilMs, missingScopes } = connectionHealth(
    {
      platform,
      status,
      statusReason,
      statusChangedAtMs: toMs(row.statusChangedAt),
      connectedAtMs: row.connectedAt.getTime(),
      grantedScopes: row.scopes,
      accessEndsAtMs: toMs(row.expiresAt),
      refreshEndsAtMs: toMs(row.refreshExpiresAt),
      refreshFailure,
    },
    scopes,
    nowMs,
  )
  return {
    usable,
    state,
    reason,
    since: toInstant(sinceMs),
    until: toInstant(untilMs),
    lastRefreshFailure: refreshFailure && { code: refreshFailure.code, at: toInstant(refreshFailure.atMs) },
    scopes: { granted: row.scopes, missing: missingScopes },
    waitingJobs,
  }
}

const failureOf = ({ refreshFailure: code, refreshFailedAt: at }: ConnectionRow) =>
  code !== null && at !== null ? { code, atMs: at.getTime() } : null

const toMs = (at: Date | null): number | null => at && at.getTime()

function toInstant(ms: number): string
function toInstant(ms: number | null): string | null
function toInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
