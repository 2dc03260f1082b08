import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { codeOf, LocalFailure } from '../failure'
import { databaseOn, dropDatabase } from '../postgres/databases'
import type { PostgresClient } from '../tools/postgres-client'
import { libpqTarget, serverMajor, withClient } from './connection'
import { differences, fingerprints } from './fingerprints'
import type { Manifest } from './manifest'
import { saidBy } from './write-backup'

export interface Scratch {
  name: string
  url: string
}

export interface RestoreOptions {
  /** Any database of the server that the scratch database is made on. */
  serverUrl: string
  file: string
  manifest: Manifest
  client(serverMajor: number): Promise<PostgresClient>
  signal: AbortSignal
}

/**
 * Restores a backup into a new database of a random name, compares it with the manifest and does `work` with it. The
 * database is dropped afterwards, unless by then it has another name.
 * @param work told where the restored database is and what differs from the manifest
 */
export async function withRestored<T>(
  options: RestoreOptions,
  work: (scratch: Scratch, differences: string[]) => Promise<T>,
): Promise<T> {
  const { serverUrl, manifest } = options
  const name = `publisher_restore_${randomBytes(6).toString('hex')}`
  const scratch = { name, url: databaseOn(serverUrl, name) }
  const major = await withClient(databaseOn(serverUrl, 'postgres'), serverMajor)
  if (major < manifest.serverMajor)
    throw new LocalFailure(
      `The backup is of PostgreSQL ${manifest.serverMajor}, and this server is ${major}: take one that is not older.`,
    )
  const programs = await options.client(major)
  await create(serverUrl, name)
  try {
    await restore(programs.restore, scratch.url, options)
    return await work(scratch, differences(manifest.tables, await withClient(scratch.url, fingerprints)))
  } finally {
    await dropDatabase(serverUrl, name)
  }
}

/** Empty, also where the server's template is not. */
async function create(serverUrl: string, name: string): Promise<void> {
  try {
    await withClient(databaseOn(serverUrl, 'postgres'), (client) =>
      client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`),
    )
  } catch (error) {
    if (codeOf(error) !== '42501') throw error
    throw new LocalFailure(
      'The login may not create databases, and a backup is restored into a new one: give it CREATEDB.',
    )
  }
}

async function restore(program: string, databaseUrl: string, { file, signal }: RestoreOptions): Promise<void> {
  const { dbname, env } = libpqTarget(databaseUrl)
  const how = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges', '--no-password']
  try {
    await promisify(execFile)(program, [...how, `--dbname=${dbname}`, file], { env, signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new LocalFailure(`pg_restore failed, and nothing was changed: ${saidBy(error)}`)
  }
}
