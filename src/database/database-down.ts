import { Prisma } from '../generated/prisma/client'

/** Prisma's codes for a server that is not there, hangs up, or gives no connection or transaction in time. */
const DOWN = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']

/**
 * What a server that shuts down or restarts tells the sessions it ends, what the driver says of one that just went, and
 * what Prisma says, without a code, where a statement in SQL found none.
 */
const HUNG_UP = /\b57P0[123]\b|Connection terminated|Can't reach database server/

/** Whether a statement failed for want of a database, and not for what it said. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && DOWN.includes(error.code)) return true
  return error instanceof Error && HUNG_UP.test(error.message)
}
