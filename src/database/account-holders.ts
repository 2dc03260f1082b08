import { DISCONNECTED } from '../domain/connection-health'
import type { Platform } from '../domain/platform'
import type { Prisma } from '../generated/prisma/client'
import { userBeingErased } from './user-hold'

/** A connection that a consent is about: the user's own on the platform, or whoever's to the same account. */
export interface LockedConnection {
  id: string
  userId: string
  platformUserId: string
  status: string
  statusReason: string | null
  statusChangedAt: Date | null
  connectedAt: Date
  refreshExpiresAt: Date | null
}

/**
 * Lets the consents of a user, and the request to erase the user, happen one after the other.
 * @throws PublishError `user-being-erased`
 */
export async function lockUser(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE "id" = ${userId} AND "eraseRequestedAt" IS NULL FOR NO KEY UPDATE`
  if (rows.length === 0) throw userBeingErased()
}

/** Locked in one order by everybody. */
export const lockConnections = (
  tx: Prisma.TransactionClient,
  of: { userId: string; platform: Platform; platformUserId: string },
): Promise<LockedConnection[]> =>
  tx.$queryRaw`
    SELECT "id", "userId", "platformUserId", "status"::text, "statusReason", "statusChangedAt", "connectedAt", "refreshExpiresAt"
    FROM "PlatformConnection"
    WHERE "platform" = ${of.platform}::"Platform" AND ("userId" = ${of.userId} OR "platformUserId" = ${of.platformUserId})
    ORDER BY "id" FOR UPDATE`

/** The user has disconnected the account here: it is free for whoever shows that it is theirs. */
export const isGivenUp = ({ status, statusReason }: Pick<LockedConnection, 'status' | 'statusReason'>): boolean =>
  status === 'REVOKED' && statusReason === DISCONNECTED

/** Epoch ms at which the user last decided about the connection. */
export const lastWordAtMs = (row: LockedConnection): number =>
  Math.max(row.connectedAt.getTime(), isGivenUp(row) ? (row.statusChangedAt?.getTime() ?? 0) : 0)

/** Stands in for the account of a connection that has given it up. No platform's id has a colon. */
const placeholderOf = (connectionId: string): string => `released:${connectionId}`

/** Whether another user has the account now that was once this connection's. */
export const isReleased = (connection: { id: string; platformUserId: string }): boolean =>
  connection.platformUserId === placeholderOf(connection.id)

/**
 * An account belongs to one connection, and a row goes only with its user, to whom its jobs and posts refer; so the row
 * of a user who has disconnected gives its account up by name. Tokens that still wait to be revoked go with it: to
 * revoke them now would end the grant that another user has just given.
 */
export async function release(tx: Prisma.TransactionClient, connectionId: string): Promise<void> {
  await tx.platformConnection.update({
    where: { id: connectionId },
    data: {
      platformUserId: placeholderOf(connectionId),
      appScopedUserId: null,
      accessToken: '',
      refreshToken: null,
      tokenRevision: { increment: 1 },
    },
    select: { id: true },
  })
}
