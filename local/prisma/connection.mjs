import { parseIntoClientConfig } from 'pg-connection-string'

/** What Prisma puts into a connection string for itself; the server would refuse it as an unknown setting. */
const PRISMA_ONLY = ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer', 'connect_timeout']

/**
 * A connection string taken apart. node-postgres lets a connection string win over a `database` beside it, which would
 * aim the shadow database's connection at the real database.
 */
export function connectionOf(connectionString) {
  const url = new URL(connectionString)
  const schema = url.searchParams.get('schema') ?? undefined
  for (const name of PRISMA_ONLY) url.searchParams.delete(name)
  return { config: parseIntoClientConfig(url.toString()), schema }
}
