import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, openSync, closeSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Client } from 'pg'
import { LocalFailure } from '../failure'
import { sha256Of } from '../tools/download'
import type { PostgresClient } from '../tools/postgres-client'
import { databaseName, libpqTarget, serverMajor, withClient } from './connection'
import { fingerprints } from './fingerprints'
import { type Manifest, manifestOf } from './manifest'

export interface BackupOptions {
  databaseUrl: string
  /** Programs fit for the server of that major version. */
  client(serverMajor: number): Promise<PostgresClient>
  /** Where it goes; told the instant of the snapshot. */
  file(createdAt: Date): string
  signal: AbortSignal
}

export interface Backup {
  file: string
  manifest: Manifest
}

/**
 * Writes a dump and its manifest, both of one snapshot. Whoever may read the file reads everything, so only its owner may.
 * A dump that does not come to its end leaves nothing behind.
 * @throws LocalFailure with pg_dump's own words
 */
export async function writeBackup({ databaseUrl, client, file: fileOf, signal }: BackupOptions): Promise<Backup> {
  return withClient(databaseUrl, async (session) => {
    const major = await serverMajor(session)
    const programs = await client(major)
    const { id, createdAt, serverVersion } = await exportSnapshot(session)
    const file = path.resolve(fileOf(createdAt))
    if (existsSync(file)) throw new LocalFailure(`${file} exists already: name another file.`)
    const unfinished = privateFile(`${file}.unfinished-${process.pid}`)
    try {
      // Having read every table, the session holds them against a migration until the dump is done.
      const tables = await fingerprints(session)
      const migrations = await migrationsOf(session)
      await dump(programs.dump, databaseUrl, id, unfinished, signal)
      const manifest: Manifest = {
        createdAt: createdAt.toISOString(),
        database: databaseName(databaseUrl),
        serverMajor: major,
        serverVersion,
        pgDumpVersion: programs.version,
        sizeBytes: statSync(unfinished).size,
        sha256: await sha256Of(unfinished),
        migrations,
        tables,
      }
      writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
      renameSync(unfinished, file)
      return { file, manifest }
    } finally {
      rmSync(unfinished, { force: true })
    }
  })
}

/** Opens the transaction whose view of the data the dump shares. It stands idle while the dump runs. */
async function exportSnapshot(session: Client) {
  await session.query('SET idle_in_transaction_session_timeout = 0')
  await session.query('SET statement_timeout = 0')
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const { rows } = await session.query<{ id: string; createdAt: Date; serverVersion: string }>(
    `SELECT pg_export_snapshot() AS id, clock_timestamp() AS "createdAt", current_setting('server_version') AS "serverVersion"`,
  )
  const [snapshot] = rows
  if (!snapshot) throw new Error('PostgreSQL has exported no snapshot')
  return snapshot
}

async function migrationsOf(session: Client): Promise<string[]> {
  const { rows: known } = await session.query(`SELECT 1 WHERE to_regclass('_prisma_migrations') IS NOT NULL`)
  if (known.length === 0)
    throw new LocalFailure('This is no database of Publisher: no migration was ever applied to it.')
  const { rows } = await session.query<{ migration_name: string }>(
    `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  )
  return rows.map((row) => row.migration_name)
}

function privateFile(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'wx', 0o600))
  return file
}

async function dump(program: string, databaseUrl: string, snapshot: string, file: string, signal: AbortSignal) {
  const { dbname, env } = libpqTarget(databaseUrl)
  const what = ['--format=custom', '--no-password', `--snapshot=${snapshot}`, `--file=${file}`, `--dbname=${dbname}`]
  try {
    await promisify(execFile)(program, what, { env, signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new LocalFailure(`pg_dump failed, and no backup was written: ${saidBy(error)}`)
  }
}

/** A program's own words of what went wrong. */
export const saidBy = (error: unknown): string =>
  ((error as { stderr?: string }).stderr?.trim() || (error as Error).message).split('\n').slice(0, 4).join(' ')
