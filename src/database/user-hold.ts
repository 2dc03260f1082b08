import { PublishError } from '../domain/errors'
import type { Prisma } from '../generated/prisma/client'

/** Nothing new begins for a user who is on the way out. */
export const userBeingErased = (): PublishError =>
  new PublishError({
    code: 'user-being-erased',
    category: 'policy',
    message: 'The user is being erased with all that is theirs.',
    remedy: 'Nothing more can be done for this user. Once GET /v1/users/{id} answers 404, the id is free.',
  })

/**
 * Keeps the user from being erased until the transaction ends: whatever it writes is there when the erasure looks.
 * @throws PublishError `user-being-erased`
 */
export async function holdUser(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE id = ${userId} AND "eraseRequestedAt" IS NULL FOR SHARE`
  if (held.length === 0) throw userBeingErased()
}
