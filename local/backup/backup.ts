import path from 'node:path'
import { LocalFailure } from '../failure'
import { interruption } from '../interrupt'
import { cacheFolder, DATA } from '../paths'
import { megabytes, say } from '../terminal'
import { findPostgresClient } from '../tools/postgres-client'
import { argumentsOf } from './arguments'
import { describeDatabase } from './connection'
import { withDatabase } from './database'
import { manifestOf } from './manifest'
import { writeBackup } from './write-backup'

const USAGE = 'npm run db:backup [-- --to <file>]'

/** `npm run db:backup`: the whole database as it is at one instant, beside the running service. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { to: { type: 'string' } })
  if (positionals.length > 0) throw new LocalFailure(`Usage: ${USAGE}`)
  const signal = interruption()
  const options = { env: process.env, cacheFolder: cacheFolder(), signal }
  return withDatabase(
    { env: process.env, folder: DATA, signal, create: false, besideStack: true },
    async (databaseUrl) => {
      say(`Backing up ${describeDatabase(databaseUrl)}`)
      const { file, manifest } = await writeBackup({
        databaseUrl,
        client: (major) => findPostgresClient(major, options),
        file: (createdAt) => values.to ?? path.join(DATA, 'backups', `publisher-${compact(createdAt)}.dump`),
        signal,
      })
      const tables = Object.values(manifest.tables)
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      say(`${rows.toLocaleString('en')} rows of ${tables.length} tables, ${megabytes(manifest.sizeBytes)}: ${file}`)
      say(
        `What is in it: ${manifestOf(file)}. Keep both together, apart from TOKEN_KEYS, which they need to be of use.`,
      )
      return 0
    },
  )
}

/** An instant as part of a file's name. */
const compact = (instant: Date): string => instant.toISOString().replace(/[-:]/g, '')
