import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { stopLeftovers } from './supervisor/leftovers'
import { isAlive, readRecord, writeRecord } from './supervisor/process-record'

const PREFIX = 'publisher-test-'
const OWNER = 'owner.pid'

/** A temporary folder for one test run; what killed runs left behind, folders and servers, is cleared away first. */
export async function makeTestFolder(): Promise<string> {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(os.tmpdir(), name)
    const owner = readRecord(path.join(folder, OWNER))
    if (!owner || isAlive(owner)) continue // a run that is still starting has no owner yet
    await stopLeftovers(path.join(folder, 'run'))
    rmSync(folder, { recursive: true, force: true })
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), PREFIX))
  chmodSync(folder, 0o755) // root's Postgres runs under another account
  writeRecord(path.join(folder, OWNER), process.pid)
  return folder
}
