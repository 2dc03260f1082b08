import { isDatabaseDown } from '../database/database-down'
import type { PrismaClient } from '../database/prisma'
import { isMigrated, NEEDED_MIGRATION } from '../database/schema-version'
import { inTime } from '../observability/in-time'
import { StartError } from './start-error'

const PATIENCE_MS = 10_000

/** The database is not there: what is to be done about it depends on who asks. */
export class DatabaseOutOfReach extends StartError {}

/** @throws StartError where the database lacks this release's migrations, refuses us, or (`DatabaseOutOfReach`) does not answer */
export async function checkSchema(prisma: PrismaClient): Promise<void> {
  const migrated = await inTime(isMigrated(prisma), PATIENCE_MS).catch((error: unknown) => {
    throw explain(error)
  })
  if (migrated) return
  throw new StartError(
    `The database of DATABASE_URL lacks the migration ${NEEDED_MIGRATION}: run "npx prisma migrate deploy" of this release first.`,
  )
}

/** By the codes of PostgreSQL, which Prisma tells in its text. */
function explain(error: unknown): unknown {
  const text = error instanceof Error ? error.message : ''
  if (/`28(000|P01)`/.test(text))
    return new StartError('PostgreSQL refuses the login of DATABASE_URL: correct its user or password.')
  if (text.includes('`3D000`'))
    return new StartError('The database that DATABASE_URL names does not exist: create it, or correct DATABASE_URL.')
  if (isDatabaseDown(error) || text.includes('no answer within'))
    return new DatabaseOutOfReach('The database of DATABASE_URL does not answer: start it, or correct DATABASE_URL.')
  return error
}
