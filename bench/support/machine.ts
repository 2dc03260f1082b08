import os from 'node:os'
import { Client } from 'pg'

const DURABILITY = ['fsync', 'synchronous_commit', 'full_page_writes']

/** What a figure depends on besides the code: the machine, its other work, and how durable the database is. */
export async function describeMachine(databaseUrl: string): Promise<string> {
  return [
    describeHost(),
    `Postgres ${await describePostgres(databaseUrl)}`,
    'Temporal development server on a file, as npm start runs it; worker and API built, log level info',
  ].join('\n')
}

export function describeHost(): string {
  const load = os.loadavg().map((average) => average.toFixed(1))
  return `${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), load ${load.join(' ')}\nNode ${process.versions.node}`
}

async function describePostgres(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'SELECT name, setting FROM pg_settings WHERE name = ANY($1)',
      [['server_version', ...DURABILITY]],
    )
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
    return `${settings.server_version}: ${DURABILITY.map((name) => `${name} ${settings[name]}`).join(', ')}`
  } finally {
    await client.end()
  }
}
