import type { Client } from 'pg'
import { codeOf, LocalFailure } from '../failure'
import { databaseOn } from '../postgres/databases'
import { databaseName, withClient } from './connection'
import { tablesOf } from './fingerprints'

/** What stands where a backup is to be restored. */
export type Target = 'absent' | 'empty' | 'full'

/**
 * Looks at the place of a restore.
 * @throws LocalFailure where somebody uses it: workers and API that go on while their rows are changed under them
 */
export async function inspect(databaseUrl: string): Promise<Target> {
  const name = databaseName(databaseUrl)
  const sessions = await withClient(databaseOn(databaseUrl, 'postgres'), async (client) => {
    const { rows } = await client.query<{ sessions: number | null }>(
      `SELECT (SELECT count(*)::int FROM pg_stat_activity a WHERE a.datname = d.datname) AS sessions
       FROM pg_database d WHERE d.datname = $1`,
      [name],
    )
    return rows[0]?.sessions ?? null
  })
  if (sessions === null) return 'absent'
  if (sessions > 0) throw inUse(name)
  return (await withClient(databaseUrl, tablesOf)).length === 0 ? 'empty' : 'full'
}

/**
 * Puts the restored database in the place of the other one, in one transaction. What stood there is kept under the name `kept`.
 * @throws LocalFailure where somebody has begun to use one of them
 */
export async function putInPlace(databaseUrl: string, restored: string, kept: string | null): Promise<void> {
  const name = databaseName(databaseUrl)
  await withClient(databaseOn(databaseUrl, 'postgres'), async (client) => {
    try {
      await client.query('BEGIN')
      if (kept !== null) await client.query(rename(client, name, kept))
      await client.query(rename(client, restored, name))
      await client.query('COMMIT')
    } catch (error) {
      throw codeOf(error) === '55006' ? inUse(name) : error
    }
  })
}

const rename = (client: Client, from: string, to: string): string =>
  `ALTER DATABASE ${client.escapeIdentifier(from)} RENAME TO ${client.escapeIdentifier(to)}`

const inUse = (name: string): LocalFailure =>
  new LocalFailure(
    `The database ${name} is in use. Stop every worker and API, and whatever else is connected to it, and run the same command again.`,
  )
