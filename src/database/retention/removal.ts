import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { type DueRows, instant } from './due-rows'

/** Rows of one statement: `npm run bench:retention` tells how long it holds their locks. */
const BATCH = 500

/** Narrows a removal, beside what is due. */
export interface Removal {
  due: DueRows
  /** A further condition on `r`. */
  only?: Prisma.Sql
  /** A statement that writes down what stays of the rows `removed`. */
  keeping?: Prisma.Sql
}

/**
 * Removes in batches, the oldest first, until a batch finds nothing. Each begins where the one before has ended, so that
 * what was removed or must stay is not looked at again.
 */
export async function* removeInBatches(prisma: PrismaClient, removal: Removal): AsyncGenerator<number> {
  for (let fromMs = 0; ;) {
    const [batch] = await prisma.$queryRaw<{ count: number; lastAt: Date | null }[]>(statement(removal, fromMs))
    if (!batch?.lastAt) return
    yield batch.count
    fromMs = batch.lastAt.getTime()
  }
}

/**
 * One batch: the rows are locked before they are removed, and one that somebody else holds is passed over. By their place
 * in the table, which the lock keeps them in.
 */
const statement = ({ due: { table, at, isDue }, only, keeping }: Removal, fromMs: number): Prisma.Sql => Prisma.sql`
  WITH removed AS (
    DELETE FROM ${table} AS r WHERE r.ctid = ANY(ARRAY(
      SELECT r.ctid FROM ${table} AS r WHERE ${isDue} AND ${only ?? Prisma.sql`true`} AND ${at} >= ${instant(fromMs)}
      ORDER BY ${at} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    ))
    RETURNING r.*
  )${keeping ? Prisma.sql`, kept AS (${keeping})` : Prisma.empty}
  SELECT count(*)::int AS count, max(${at}) AS "lastAt" FROM removed r`
