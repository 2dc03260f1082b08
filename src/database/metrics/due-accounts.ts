import type { DueAccount, DueAccountsRequest } from '../../domain/ports/sync'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** A page of accounts with due posts, by the instant of the post that is due the longest. */
export async function dueAccounts(
  prisma: PrismaClient,
  request: DueAccountsRequest,
  limit: number,
): Promise<DueAccount[]> {
  const rows = await prisma.$queryRaw<{ userId: string; dueAt: Date }[]>(dueAccountsQuery(request, limit))
  return rows.map(({ userId, dueAt }) => ({ userId, dueAtMs: dueAt.getTime() }))
}

/** Reads the index alone, and of that what is due: however many posts there are beside it. */
export function dueAccountsQuery({ platform, dueBeforeMs, after, except }: DueAccountsRequest, limit: number) {
  const next = after
    ? Prisma.sql`HAVING (min("nextSyncAt"), "userId") > (${new Date(after.dueAtMs)}::timestamp(3), ${after.userId})`
    : Prisma.empty
  return Prisma.sql`
    SELECT "userId", min("nextSyncAt") AS "dueAt" FROM "PublishedPost"
    WHERE platform = ${platform}::"Platform" AND "nextSyncAt" <= ${new Date(dueBeforeMs)}::timestamp(3)
      AND "userId" <> ALL (${except})
    GROUP BY "userId" ${next}
    ORDER BY "dueAt", "userId" LIMIT ${limit}`
}
