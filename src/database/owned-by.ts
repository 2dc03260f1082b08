import type { Reach } from '../domain/reach'
import { Prisma } from '../generated/prisma/client'

/**
 * The users whose rows are within reach, as a condition on the relation `user`. Users of no service are every service's.
 * Beside an id of a user it belongs into `AND`: it may name one itself.
 */
export const ownedBy = ({ principal, userId }: Reach): Prisma.UserWhereInput => ({
  ...(userId !== null && { id: userId }),
  ...(principal !== null && { OR: [{ principal }, { principal: null }] }),
})

/** The same in SQL, as a condition on a column that holds a user's id. */
export const ownedBySql = (column: Prisma.Sql, { principal, userId }: Reach): Prisma.Sql => Prisma.sql`(
  (${userId}::text IS NULL OR ${column} = ${userId}) AND (${principal}::text IS NULL OR EXISTS (
    SELECT FROM "User" u WHERE u.id = ${column} AND (u.principal = ${principal} OR u.principal IS NULL)
  )))`
