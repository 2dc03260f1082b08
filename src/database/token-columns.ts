import type { Platform } from '../domain/platform'
import type { TokenGrant } from '../domain/ports/platform'
import type { TokenCipher } from '../domain/ports/token-cipher'
import { renewAtMs } from '../domain/renewal'
import { bindingOf, ENCRYPTED } from './encrypted-columns'

export type TokenColumn = 'accessToken' | 'refreshToken'

/** Binds a ciphertext to its row and column, so that one moved elsewhere does not decrypt. */
export const tokenBinding = (connectionId: string, column: TokenColumn): string =>
  bindingOf(ENCRYPTED[column], connectionId)

/** The row that a grant is for. */
export interface GrantedRow {
  connectionId: string
  platform: Platform
  /** The end of the refresh token that the row holds; null: it holds none, or none with an end. */
  refreshExpiresAt: Date | null
}

/**
 * The columns that a platform's answer fills, at consent and at each renewal: ciphertexts, ages, and nothing of an earlier
 * trouble. The caller sets the status, raises `tokenRevision` and guards both.
 */
export function tokenColumns(cipher: TokenCipher, row: GrantedRow, grant: TokenGrant, nowMs: number) {
  const { accessToken, refreshToken, scopes } = grant
  const encrypt = (column: TokenColumn, token: string) => cipher.encrypt(token, tokenBinding(row.connectionId, column))
  const expiresAt = afterSeconds(nowMs, grant.expiresInSeconds)
  const toldEnd = afterSeconds(nowMs, grant.refreshExpiresInSeconds ?? null)
  // An answer without a refresh token leaves the stored one alone, and its end: Google sends both at consent only.
  const refreshExpiresAt = toldEnd ?? (refreshToken === undefined ? row.refreshExpiresAt : null)
  const ages = {
    platform: row.platform,
    storedAtMs: nowMs,
    expiresAtMs: expiresAt?.getTime() ?? null,
    refreshExpiresAtMs: refreshExpiresAt?.getTime() ?? null,
  }
  const renewAt = renewAtMs(ages, Math.random())
  return {
    accessToken: encrypt('accessToken', accessToken),
    ...(refreshToken === undefined ? {} : { refreshToken: encrypt('refreshToken', refreshToken) }),
    ...(scopes === undefined ? {} : { scopes }),
    expiresAt,
    refreshExpiresAt,
    refreshedAt: new Date(nowMs),
    renewAt: renewAt === null ? null : new Date(renewAt),
    refreshStartedAt: null,
    refreshFailure: null,
    refreshFailedAt: null,
  }
}

const afterSeconds = (nowMs: number, seconds: number | null): Date | null =>
  seconds === null ? null : new Date(nowMs + seconds * 1_000)
