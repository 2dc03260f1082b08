import { Client } from 'pg'

/** What libpq knows of a connection string; Prisma's own parameters would make it refuse the whole. */
const LIBPQ_PARAMETERS = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'connect_timeout', 'options']

/** How PostgreSQL's programs are told of a database: everybody may read a command line, so the password is not on it. */
export function libpqTarget(databaseUrl: string): { dbname: string; env: NodeJS.ProcessEnv } {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  for (const name of [...url.searchParams.keys()]) if (!LIBPQ_PARAMETERS.includes(name)) url.searchParams.delete(name)
  return { dbname: url.toString(), env: { ...process.env, ...(password && { PGPASSWORD: password }) } }
}

export const databaseName = (databaseUrl: string): string => decodeURIComponent(new URL(databaseUrl).pathname.slice(1))

/** Where a database is, without login: for people. */
export function describeDatabase(databaseUrl: string): string {
  const { host } = new URL(databaseUrl)
  return `${databaseName(databaseUrl)} on ${host}`
}

export async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Such as 18. */
export async function serverMajor(client: Client): Promise<number> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
  return Math.floor(Number(rows[0]?.server_version_num) / 10_000)
}
