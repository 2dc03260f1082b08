import { readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { type Child, startChild } from '../supervisor/child'
import { commandLineOf, recordOf, stopProcess } from '../supervisor/process-record'
import { untilReady } from '../supervisor/ready'
import { serverAccount } from './account'
import { postgresBinaries } from './binaries'
import { type Cluster, openCluster, serverEnv, SUPERUSER } from './cluster'

export interface PostgresOptions {
  /** Where its data and its password lie between starts. */
  folder: string
  port: number
  /** Created when absent. */
  database: string
  runFolder: string
  /** False for data that need not survive a crash: a test's. */
  durable: boolean
  /** How many clients it takes at once, where its default of a hundred is too few. */
  maxConnections?: number
  signal: AbortSignal
}

export interface Postgres extends Child {
  url: string
}

const LEFTOVER_GRACE_MS = 20_000
const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/** Starts the embedded PostgreSQL on 127.0.0.1; a server that a killed run left on the same data is stopped first. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const account = serverAccount()
  const binaries = postgresBinaries(account)
  const cluster = await openCluster(options.folder, binaries, account, options.durable)
  await stopLeftover(cluster.dataFolder)
  options.signal.throwIfAborted()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.durable ? [] : VOLATILE)]
  if (options.maxConnections) settings.push(`max_connections=${options.maxConnections}`)
  const child = startChild({
    name: 'postgres',
    title: 'Postgres',
    command: path.join(binaries, 'bin', 'postgres'),
    args: ['-D', cluster.dataFolder, '-p', String(options.port), ...settings.flatMap((setting) => ['-c', setting])],
    env: serverEnv(),
    cwd: os.tmpdir(),
    account,
    runFolder: options.runFolder,
    stopSignal: 'SIGINT', // "fast": sessions are ended, a checkpoint is written
  })
  const maintenanceUrl = connectionUrl(cluster, options.port, 'postgres')
  await untilReady(child, () => createDatabase(maintenanceUrl, options.database), options.signal)
  return { ...child, url: connectionUrl(cluster, options.port, options.database) }
}

const connectionUrl = ({ password }: Cluster, port: number, database: string): string =>
  `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

/**
 * A server outlives a parent that was killed. Its lock file tells its process id, which by now may be another program's:
 * only a process that was started on this very data folder is stopped; any other makes the lock file a stale one.
 */
async function stopLeftover(dataFolder: string): Promise<void> {
  const lockFile = path.join(dataFolder, 'postmaster.pid')
  const pid = pidIn(lockFile)
  if (pid === undefined) return
  const record = commandLineOf(pid)?.includes(dataFolder) ? recordOf(pid) : undefined
  if (record) await stopProcess(record, 'SIGINT', LEFTOVER_GRACE_MS)
  rmSync(lockFile, { force: true })
}

function pidIn(lockFile: string): number | undefined {
  try {
    return Number(readFileSync(lockFile, 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined // no lock file: nothing was left behind
  }
}

async function createDatabase(url: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!known.rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}
