import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { say } from '../terminal'
import { stopRecorded } from './process-record'

const GRACE_MS = 10_000

/** Stops every process that a killed run recorded in its folder and that is still the same process. */
export async function stopLeftovers(runFolder: string): Promise<void> {
  if (!existsSync(runFolder)) return
  const records = readdirSync(runFolder).filter((file) => file.endsWith('.pid'))
  await Promise.all(
    records.map(async (record) => {
      // SIGINT: what Postgres takes as "now", and everything else as a request to end.
      const lived = await stopRecorded(path.join(runFolder, record), 'SIGINT', GRACE_MS)
      if (lived) say(`Stopped ${path.basename(record, '.pid')}, left behind by an earlier run`)
    }),
  )
}
