import { interruption } from '../interrupt'
import { cacheFolder, DATA } from '../paths'
import { say } from '../terminal'
import { findPostgresClient } from '../tools/postgres-client'
import { argumentsOf, theBackup } from './arguments'
import { withDatabase } from './database'
import { readBackup } from './manifest'
import { withRestored } from './scratch'

/** `npm run db:check-backup -- <file>`: restores it into a database of its own and compares. @returns 0 only where all is the same */
export async function main(args: string[]): Promise<number> {
  const file = theBackup(argumentsOf(args, {}).positionals, 'db:check-backup')
  const manifest = await readBackup(file)
  const signal = interruption()
  const client = (major: number) => findPostgresClient(major, { env: process.env, cacheFolder: cacheFolder(), signal })
  return withDatabase({ env: process.env, folder: DATA, signal, create: true, besideStack: true }, (serverUrl) =>
    withRestored({ serverUrl, file, manifest, client, signal }, (_scratch, differences) => {
      for (const difference of differences) say(difference)
      const tables = Object.values(manifest.tables)
      if (differences.length === 0) say(`All ${tables.length} tables are as they were at ${manifest.createdAt}.`)
      return Promise.resolve(differences.length === 0 ? 0 : 1)
    }),
  )
}
