import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { restoreBackup } from '../../local/backup/restore'
import { withRestored } from '../../local/backup/scratch'
import { readBackup } from '../../local/backup/manifest'
import { type Backup, writeBackup } from '../../local/backup/write-backup'
import { cacheFolder } from '../../local/paths'
import { findPostgresClient } from '../../local/tools/postgres-client'

const signal = new AbortController().signal

const client = (major: number) => findPostgresClient(major, { env: process.env, cacheFolder: cacheFolder(), signal })

export interface BackupFolder {
  folder: string
  make(databaseUrl: string, name?: string): Promise<Backup>
  /** What differs from the backup once it is restored. */
  check(serverUrl: string, file: string): Promise<string[]>
  restore(databaseUrl: string, file: string, replace?: boolean): Promise<string | null>
  remove(): void
}

/** Backups of one test file. */
export function openBackupFolder(): BackupFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'publisher-backups-'))
  return {
    folder,
    make: (databaseUrl, name = 'publisher.dump') =>
      writeBackup({ databaseUrl, client, file: () => path.join(folder, name), signal }),
    check: async (serverUrl, file) =>
      withRestored({ serverUrl, file, manifest: await readBackup(file), client, signal }, (_scratch, differences) =>
        Promise.resolve(differences),
      ),
    restore: async (databaseUrl, file, replace = false) =>
      restoreBackup({ databaseUrl, file, manifest: await readBackup(file), client, replace, signal }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
