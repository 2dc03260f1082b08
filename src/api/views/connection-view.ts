import { isReleased } from '../../database/account-holders'
import type { ConnectionRow } from '../../database/connections'
import type { ConnectionHealth } from '../../domain/connection-health'
import { refreshFailureOf } from '../connect/health-of'
import type { ConnectionView } from '../schemas/connection'
import { toIso } from './instants'

/** A connection as callers see it: never a token. */
export function toConnectionView(row: ConnectionRow, health: ConnectionHealth, waitingJobs: number): ConnectionView {
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
    health: toHealthView(row, health, waitingJobs),
  }
}

function toHealthView(row: ConnectionRow, health: ConnectionHealth, waitingJobs: number) {
  const { usable, state, reason, sinceMs, untilMs, missingScopes } = health
  const refreshFailure = refreshFailureOf(row)
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

function toInstant(ms: number): string
function toInstant(ms: number | null): string | null
function toInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
