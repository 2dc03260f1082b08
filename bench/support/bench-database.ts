import { rmSync } from 'node:fs'
import path from 'node:path'
import { interruption } from '../../local/interrupt'
import { freePort } from '../../local/ports'
import { startPostgres } from '../../local/postgres/server'
import { runPrisma } from '../../local/prisma/run-prisma'
import { makeTestFolder } from '../../local/test-folder'

/** Runs `work` on a Postgres of its own with every migration applied, as durable as `npm start` runs it. */
export async function withBenchDatabase(work: (databaseUrl: string) => Promise<number>): Promise<number> {
  const signal = interruption()
  const folder = await makeTestFolder()
  try {
    const postgres = await startPostgres({
      folder: path.join(folder, 'postgres'),
      runFolder: path.join(folder, 'run'),
      port: await freePort(),
      database: 'publisher',
      durable: true,
      signal,
    })
    try {
      await runPrisma(['migrate', 'deploy'], postgres.url, signal)
      return await work(postgres.url)
    } finally {
      await postgres.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
