import { PLATFORM_NAMES, type Platform } from './platform'
import type { LoginScopes } from './ports/login'
import type { ConnectionStatus } from './ports/tokens'
import { AUTHORIZATION_REMOVED, PERMISSION_MISSING } from './refusal'

/** Of a connection's row, what its health depends on. Instants are epoch ms. */
export interface ConnectionFacts {
  platform: Platform
  status: ConnectionStatus
  statusReason: string | null
  statusChangedAtMs: number | null
  connectedAtMs: number
  /** As they were told at consent; empty: not known. */
  grantedScopes: readonly string[]
  /** Null: no fixed end, or not known. */
  accessEndsAtMs: number | null
  refreshEndsAtMs: number | null
  /** The last refresh that failed without being refused, where none has succeeded since. */
  refreshFailure: { code: string; atMs: number } | null
}

/**
 * - `ok`, `refresh-failing`, `grant-ending`: publishing works.
 * - `scopes-missing`, `grant-ended`, `reconnect-required`, `disconnected`: it needs the user.
 */
export const HEALTH_STATES = [
  'ok',
  'refresh-failing',
  'grant-ending',
  'scopes-missing',
  'grant-ended',
  'reconnect-required',
  'disconnected',
] as const

export type HealthState = (typeof HEALTH_STATES)[number]

export interface ConnectionHealth {
  usable: boolean
  state: HealthState
  /** Null where nothing is wrong. `code` is stable. */
  reason: { code: string; message: string; remedy: string } | null
  /** Null where that is not known. */
  sinceMs: number | null
  /** When the permission ends unless it is renewed before; null: no fixed end, or it has no more permission. */
  untilMs: number | null
  missingScopes: string[]
}

/** Why our own disconnect has made a connection REVOKED: its user has given the account up. */
export const DISCONNECTED = 'disconnected'

/** Renewals come long before; a grant that gets so close to its end needs somebody's eyes. */
const NOTICE_MS = 7 * 86_400_000

/** What a connection is good for at `nowMs`, as far as it is known without asking the platform. */
export function connectionHealth(facts: ConnectionFacts, scopes: LoginScopes, nowMs: number): ConnectionHealth {
  const missingScopes = scopesMissing(facts.grantedScopes, scopes)
  const untilMs = facts.status === 'ACTIVE' ? grantEndsAtMs(facts) : null
  const is = (state: HealthState, sinceMs: number | null, reason: ConnectionHealth['reason']): ConnectionHealth => ({
    usable: state === 'ok' || state === 'refresh-failing' || state === 'grant-ending',
    state,
    reason,
    sinceMs,
    untilMs,
    missingScopes,
  })

  if (facts.status !== 'ACTIVE') {
    const state = facts.statusReason === DISCONNECTED ? 'disconnected' : 'reconnect-required'
    return is(state, facts.statusChangedAtMs, lossOf(facts, missingScopes))
  }
  if (untilMs !== null && untilMs <= nowMs) return is('grant-ended', untilMs, grantEnded(facts))
  if (missingScopes.length > 0)
    return is('scopes-missing', facts.connectedAtMs, lacking(facts, missingScopes, 'scopes-missing'))
  if (untilMs !== null && untilMs - nowMs < NOTICE_MS)
    return is('grant-ending', untilMs - NOTICE_MS, grantEnding(facts))
  if (facts.refreshFailure) return is('refresh-failing', facts.refreshFailure.atMs, refreshFailing(facts))
  return is('ok', facts.connectedAtMs, null)
}

/** The needed scopes that the user has not granted, by themselves or by a wider one. Nothing where the grant is not known. */
export function scopesMissing(granted: readonly string[], { needed, impliedBy = {} }: LoginScopes): string[] {
  if (granted.length === 0) return []
  return needed.filter((scope) => ![scope, ...(impliedBy[scope] ?? [])].some((one) => granted.includes(one)))
}

/** Instagram's access token renews itself, so that its end is the grant's; elsewhere it is the refresh token's. */
const grantEndsAtMs = ({ platform, accessEndsAtMs, refreshEndsAtMs }: ConnectionFacts): number | null =>
  platform === 'INSTAGRAM' ? accessEndsAtMs : refreshEndsAtMs

const RECONNECT = 'Let the user connect the account again; jobs that wait for it then go on by themselves.'

function lossOf(facts: ConnectionFacts, missingScopes: string[]) {
  const name = PLATFORM_NAMES[facts.platform]
  switch (facts.statusReason) {
    case DISCONNECTED:
      return {
        code: DISCONNECTED,
        message: 'The account was disconnected here, and its tokens are erased.',
        remedy: 'Connect it again if it shall be published to.',
      }
    case AUTHORIZATION_REMOVED:
      return {
        code: AUTHORIZATION_REMOVED,
        message: `The user has taken the permission back at ${name}.`,
        remedy: RECONNECT,
      }
    case PERMISSION_MISSING:
      return lacking(facts, missingScopes, PERMISSION_MISSING)
    default:
      return {
        code: facts.statusReason ?? 'reconnect-required',
        message: `${name} no longer accepts the permission that the user gave.`,
        remedy: RECONNECT,
      }
  }
}

const lacking = ({ platform }: ConnectionFacts, missingScopes: string[], code: string) => ({
  code,
  message: `The user has not granted ${missingScopes.join(', ') || `everything that publishing to ${PLATFORM_NAMES[platform]} needs`}.`,
  remedy: 'Let the user connect the account again and grant every permission that is asked for.',
})

const grantEnded = ({ platform }: ConnectionFacts) => ({
  code: 'grant-ended',
  message: `The permission that the user gave at ${PLATFORM_NAMES[platform]} has ended by time.`,
  remedy: RECONNECT,
})

const grantEnding = ({ platform }: ConnectionFacts) => ({
  code: 'grant-ending',
  message: `The permission that the user gave at ${PLATFORM_NAMES[platform]} is about to end.`,
  remedy: 'It is renewed by itself where the platform lets it be; to be sure, let the user connect the account again.',
})

const refreshFailing = ({ platform, refreshFailure }: ConnectionFacts) => ({
  code: refreshFailure?.code ?? 'token-refresh-failed',
  message: `The last renewal of the token failed, and ${PLATFORM_NAMES[platform]} has not refused it.`,
  remedy: 'Nothing needs to be done: it is tried again.',
})
