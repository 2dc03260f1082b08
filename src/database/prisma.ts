import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../generated/prisma/client'

export type { PrismaClient } from '../generated/prisma/client'

/**
 * A process that freezes in the middle of a transaction holds its rows locked. The server ends that session, sooner than
 * Prisma ends (after 5 s) the transaction of whoever waits for them.
 */
const MAX_IDLE_IN_TRANSACTION_MS = 4_000

/** A burst of transactions takes turns at the connections. */
const MAX_WAIT_FOR_CONNECTION_MS = 10_000

/**
 * Connects lazily, with at most so many connections. One stays open also while nothing is asked, so that the server shows
 * who uses the database: nobody puts a backup in its place under a worker that is idle. The caller disconnects.
 */
export const createPrisma = (url: string, connections = 10): PrismaClient => {
  const pool = {
    connectionString: url,
    min: 1,
    max: connections,
    idle_in_transaction_session_timeout: MAX_IDLE_IN_TRANSACTION_MS,
  }
  const transactionOptions = { maxWait: MAX_WAIT_FOR_CONNECTION_MS }
  return new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions })
}
