import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { LocalFailure } from '../failure'
import { sha256Of } from '../tools/download'

const manifest = z.object({
  /** When the snapshot was taken, by the server's clock. */
  createdAt: z.iso.datetime(),
  database: z.string(),
  serverMajor: z.number().int(),
  serverVersion: z.string(),
  pgDumpVersion: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  /** Names of the migrations applied, oldest first. */
  migrations: z.array(z.string()),
  tables: z.record(z.string(), z.object({ rows: z.number().int(), checksum: z.string() })),
})

/** What lies beside a dump and tells what is in it. */
export type Manifest = z.infer<typeof manifest>

export const manifestOf = (dump: string): string => `${dump}.json`

/**
 * The manifest of a dump that is whole, to the byte.
 * @throws LocalFailure where one of the two is missing, cut or damaged
 */
export async function readBackup(dump: string): Promise<Manifest> {
  const beside = manifestOf(dump)
  for (const file of [dump, beside]) if (!existsSync(file)) throw new LocalFailure(`There is no file ${file}.`)
  const described = parse(beside)
  const { size } = statSync(dump)
  const name = path.basename(dump)
  if (size !== described.sizeBytes)
    throw new LocalFailure(
      `${name} has ${size} bytes instead of ${described.sizeBytes}: it was cut or is not that backup.`,
    )
  if ((await sha256Of(dump)) !== described.sha256)
    throw new LocalFailure(`${name} is damaged: its SHA-256 is not the one of its manifest. Take another backup.`)
  return described
}

function parse(file: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new LocalFailure(`${file} is no manifest of a backup, or is damaged.`)
  }
}
