import { randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { LocalFailure } from '../failure'
import { interruption } from '../interrupt'
import { cacheFolder, DATA, ROOT } from '../paths'
import { dropDatabase } from '../postgres/databases'
import { runPrisma } from '../prisma/run-prisma'
import { say } from '../terminal'
import { findPostgresClient, type PostgresClient } from '../tools/postgres-client'
import { argumentsOf, theBackup } from './arguments'
import { databaseName, describeDatabase, withClient } from './connection'
import { withDatabase } from './database'
import { type Manifest, readBackup } from './manifest'
import { withRestored } from './scratch'
import { inspect, putInPlace } from './swap'

const OPTIONS = {
  to: { type: 'string' },
  replace: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const

/** `npm run db:restore -- <file> [--to <database url>] [--replace] [--yes]` */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, OPTIONS)
  const file = theBackup(positionals, 'db:restore')
  const manifest = await readBackup(file)
  const signal = interruption()
  const client = (major: number) => findPostgresClient(major, { env: process.env, cacheFolder: cacheFolder(), signal })
  const env = { ...process.env, ...(values.to !== undefined && { DATABASE_URL: values.to }) }
  return withDatabase({ env, folder: DATA, signal, create: true, besideStack: false }, async (databaseUrl) => {
    if (!values.yes) await confirm(databaseUrl, manifest)
    const kept = await restoreBackup({ databaseUrl, file, manifest, client, signal, replace: values.replace })
    say(`${describeDatabase(databaseUrl)} is as it was at ${manifest.createdAt}, every table compared`)
    if (kept !== null) say(`What stood there is kept as the database ${kept}: drop it when you are sure`)
    say('Now start the worker: before it goes on with any job it asks Temporal what became of them since.')
    say('Then look at GET /v1/maintenance: its round "settle-restore" tells which jobs wait for a person.')
    return 0
  })
}

/** Somebody who runs this must know which database and which state. */
async function confirm(databaseUrl: string, { createdAt }: Manifest): Promise<void> {
  if (!process.stdin.isTTY) throw new LocalFailure('Nobody is there to be asked: add --yes if you mean it.')
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const what = `Put ${describeDatabase(databaseUrl)} back to ${createdAt}? What happened since is not in the backup. (yes/no) `
    if ((await prompt.question(what)).trim() !== 'yes') throw new LocalFailure('Nothing was changed.')
  } finally {
    prompt.close()
  }
}

export interface Restore {
  databaseUrl: string
  file: string
  manifest: Manifest
  client(serverMajor: number): Promise<PostgresClient>
  /** Whether a database that holds something may give way. */
  replace: boolean
  signal: AbortSignal
}

/**
 * Restores beside the database, compares, migrates and marks it, and only then puts it in place: until that moment the
 * database stands as it was.
 * @returns the name under which what stood there is kept; null: nothing did
 * @throws LocalFailure
 */
export async function restoreBackup(options: Restore): Promise<string | null> {
  const { databaseUrl, file, manifest, client, replace, signal } = options
  const isOlder = isOlderRelease(manifest)
  const target = await inspect(databaseUrl)
  if (target === 'full' && !replace)
    throw new LocalFailure(
      `${describeDatabase(databaseUrl)} holds data. Add --replace to put it aside under another name, or --to <database url> to restore elsewhere.`,
    )
  return withRestored({ serverUrl: databaseUrl, file, manifest, client, signal }, async (restored, differences) => {
    if (differences.length > 0)
      throw new LocalFailure(
        `What was restored is not what was backed up, so nothing was changed: ${differences.join('; ')}`,
      )
    if (isOlder) await runPrisma(['migrate', 'deploy'], restored.url, signal)
    await markRestored(restored.url, manifest)
    const aside = target === 'absent' ? null : `${databaseName(databaseUrl)}_before_${Date.now()}`
    await putInPlace(databaseUrl, restored.name, aside)
    if (target === 'full') return aside
    if (aside !== null) await dropDatabase(databaseUrl, aside)
    return null
  })
}

/**
 * Whether the backup lacks migrations of this release.
 * @throws LocalFailure where it has others: this program would not understand its rows
 */
function isOlderRelease({ migrations }: Manifest): boolean {
  const folder = path.join(ROOT, 'prisma', 'migrations')
  const known = readdirSync(folder).filter((name) => statSync(path.join(folder, name)).isDirectory())
  const unknown = migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new LocalFailure(
      `The backup is of a newer Publisher: this one does not know ${unknown.join(', ')}. Take the release that made it.`,
    )
  return known.some((name) => !migrations.includes(name))
}

/** Holds back the workers until they have asked Temporal what the rows do not know. */
const markRestored = (databaseUrl: string, { createdAt }: Manifest) =>
  withClient(databaseUrl, (client) =>
    client.query(
      `INSERT INTO "DatabaseRestore" ("id", "backupAt", "restoredAt") VALUES ($1, $2::timestamptz AT TIME ZONE 'UTC', $3::timestamptz AT TIME ZONE 'UTC')`,
      [randomUUID(), createdAt, new Date().toISOString()],
    ),
  )
