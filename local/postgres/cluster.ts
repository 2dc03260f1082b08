import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeOf, LocalFailure } from '../failure'
import { type Account, canReach } from './account'
import { sharedFolder } from './shared-folder'

/** A data folder and the password of its only role. */
export interface Cluster {
  dataFolder: string
  password: string
}

export const SUPERUSER = 'publisher'

/** The environment of PostgreSQL's programs: the machine's locale and time zone make no difference. */
export const serverEnv = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C', TZ: 'UTC' })

/**
 * Opens the cluster kept in `folder`, and makes it where there is none.
 * @throws LocalFailure with initdb's own words, e.g. when the disk is full
 */
export async function openCluster(folder: string, binaries: string, account: Account | undefined, sync: boolean) {
  const home = reachableFolder(folder, account)
  const dataFolder = path.join(home, 'data')
  const passwordFile = path.join(home, 'password')
  if (!existsSync(path.join(dataFolder, 'PG_VERSION')) || !existsSync(passwordFile)) {
    rmSync(dataFolder, { recursive: true, force: true })
    mkdirSync(dataFolder, { mode: 0o700 })
    if (account) chownSync(dataFolder, account.uid, account.gid)
    await initialise(dataFolder, passwordFile, binaries, account, sync)
  }
  return { dataFolder, password: readFileSync(passwordFile, 'utf8').trim() } satisfies Cluster
}

/** The folder itself, or one outside root's home when the account cannot get there. */
function reachableFolder(folder: string, account: Account | undefined): string {
  mkdirSync(folder, { recursive: true })
  if (canReach(folder, account)) return folder
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const shared = path.join(sharedFolder(), name)
  mkdirSync(shared, { recursive: true, mode: 0o755 })
  return shared
}

async function initialise(
  dataFolder: string,
  passwordFile: string,
  binaries: string,
  account: Account | undefined,
  sync: boolean,
): Promise<void> {
  const options = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, `--username=${SUPERUSER}`]
  // The built-in provider does not depend on the locales that the machine happens to have.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const args = ['-D', dataFolder, ...options, ...locale, ...(sync ? [] : ['--no-sync'])]
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (account) chownSync(passwordFile, account.uid, account.gid)
  const initdb = path.join(binaries, 'bin', 'initdb')
  try {
    await promisify(execFile)(initdb, args, { ...account, env: serverEnv(), cwd: os.tmpdir() })
  } catch (error) {
    rmSync(dataFolder, { recursive: true, force: true })
    if (codeOf(error) === 'ENOSPC') throw error
    throw new LocalFailure(`PostgreSQL could not make its data folder ${dataFolder}: ${initdbReason(error)}`)
  }
}

/** initdb ends with "initdb: error: …" or a server's FATAL line; everything before is progress. */
function initdbReason(error: unknown): string {
  const lines = String((error as { stderr?: string }).stderr ?? error).split('\n')
  return (lines.find((line) => /error|fatal/i.test(line)) ?? lines.join(' ')).trim()
}
