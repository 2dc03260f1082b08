import type { Platform } from '../domain/platform'
import type { ConsentedAccount } from '../domain/ports/login'
import type { TokenCipher } from '../domain/ports/token-cipher'
import type { Prisma } from '../generated/prisma/client'
import { isGivenUp, lastWordAtMs, lockConnections, lockUser, release } from './account-holders'
import type { LockedConnection } from './account-holders'
import type { PrismaClient } from './prisma'
import { failPinnedToOther } from './publish-jobs/account-changed'
import { tokenColumns } from './token-columns'
import { isUniqueViolation } from './violations'

export interface Consent {
  userId: string
  platform: Platform
  login: string | null
  account: ConsentedAccount
  /** When the user came back from the platform: of two consents the newer one stays. */
  consentedAtMs: number
  /** When the tokens were given: their lives begin then. */
  nowMs: number
}

/**
 * - `connected`: stored; the jobs of `failedJobIds` were made for another account of this connection and have failed.
 * - `account-taken`: another user has connected this account and not given it up.
 * - `consent-superseded`: after this consent the user has connected another account, or disconnected this one.
 * Only `connected` changes anything.
 */
export type ConsentResult =
  | { outcome: 'connected'; connectionId: string; failedJobIds: string[] }
  | { outcome: 'account-taken' | 'consent-superseded' }

export interface Consents {
  /**
   * Makes the user's connection on the platform the one to this account, in one transaction.
   * @throws PublishError `user-being-erased`
   */
  store(consent: Consent): Promise<ConsentResult>
}

export const createConsents = (prisma: PrismaClient, cipher: TokenCipher): Consents => ({
  async store(consent) {
    try {
      return await prisma.$transaction((tx) => storeIn(tx, cipher, consent))
    } catch (error) {
      // Another user's consent to the same account came first by a moment.
      if (isUniqueViolation(error)) return { outcome: 'account-taken' }
      throw error
    }
  },
})

async function storeIn(tx: Prisma.TransactionClient, cipher: TokenCipher, consent: Consent): Promise<ConsentResult> {
  const { userId, platform, consentedAtMs, nowMs } = consent
  const { platformUserId } = consent.account
  await lockUser(tx, userId)
  const rows = await lockConnections(tx, { userId, platform, platformUserId })
  const own = rows.find((row) => row.userId === userId)
  const holder = rows.find((row) => row.userId !== userId)
  if (holder && !isGivenUp(holder)) return { outcome: 'account-taken' }
  if (own && lastWordAtMs(own) > consentedAtMs) return overtaken(own, platformUserId)

  if (holder) await release(tx, holder.id)
  const connectionId = own?.id ?? (await addRow(tx, consent))
  await tx.platformConnection.update({
    where: { id: connectionId },
    data: columnsOf(cipher, consent, connectionId, own?.platformUserId === platformUserId ? own : null),
    select: { id: true },
  })
  const failedJobIds = await failPinnedToOther(tx, connectionId, platformUserId, new Date(nowMs))
  return { outcome: 'connected', connectionId, failedJobIds }
}

/** A newer consent to the same account has connected it; anything else that the user has decided since stays as well. */
const overtaken = (own: LockedConnection, platformUserId: string): ConsentResult =>
  own.platformUserId === platformUserId && !isGivenUp(own)
    ? { outcome: 'connected', connectionId: own.id, failedJobIds: [] }
    : { outcome: 'consent-superseded' }

/** Without its tokens, which are encrypted for the id that it gets here, and so not ACTIVE yet. */
async function addRow(tx: Prisma.TransactionClient, { userId, platform, account }: Consent): Promise<string> {
  const { platformUserId, platformUsername } = account
  const { id } = await tx.platformConnection.create({
    data: { userId, platform, platformUserId, platformUsername, accessToken: '', status: 'REVOKED' },
    select: { id: true },
  })
  return id
}

/** @param kept the row as it was, where it was the same account's: what the answer lacks of it stays */
function columnsOf(cipher: TokenCipher, consent: Consent, connectionId: string, kept: LockedConnection | null) {
  const { platform, login, account, consentedAtMs, nowMs } = consent
  const { grant, ...names } = account
  const row = { connectionId, platform, refreshExpiresAt: kept?.refreshExpiresAt ?? null }
  return {
    ...(kept ? {} : { refreshToken: null }),
    ...tokenColumns(cipher, row, grant, nowMs),
    ...names,
    login,
    scopes: grant.scopes ?? [],
    connectedAt: new Date(consentedAtMs),
    status: 'ACTIVE',
    statusReason: null,
    statusChangedAt: new Date(nowMs),
    tokenRevision: { increment: 1 },
  } satisfies Prisma.PlatformConnectionUpdateInput
}
