import { Client } from 'pg'

/** The same server and login, another database. */
export function databaseOn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}

/** Runs one statement on the server's own database, connected to no other, as CREATE and DROP DATABASE want it. */
async function administer(serverUrl: string, statement: (client: Client) => string): Promise<void> {
  const client = new Client({ connectionString: databaseOn(serverUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(statement(client))
  } finally {
    await client.end()
  }
}

/** @returns the new database's connection string */
export async function cloneDatabase(serverUrl: string, template: string, name: string): Promise<string> {
  await administer(
    serverUrl,
    (client) => `CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)}`,
  )
  return databaseOn(serverUrl, name)
}

/** Also with sessions on it: whoever drops a database is done with it. */
export const dropDatabase = (serverUrl: string, name: string): Promise<void> =>
  administer(serverUrl, (client) => `DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`)
