import { linkSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { codeOf, LocalFailure } from '../failure'
import { DATA } from '../paths'
import { isAlive, readRecord, writeRecord } from '../supervisor/process-record'
import { readStackInfo } from './info'

const LOCK = path.join(DATA, 'stack.lock')

/**
 * One stack for a checkout: two would share data folders. A lock whose holder is dead counts for nothing.
 * @returns how to give it back
 * @throws LocalFailure naming the stack that runs
 */
export function lockStack(): () => void {
  mkdirSync(DATA, { recursive: true })
  const mine = `${LOCK}.${process.pid}`
  writeRecord(mine, process.pid)
  try {
    if (!take(mine)) {
      refuseIfHeld()
      rmSync(LOCK, { force: true })
      if (!take(mine)) refuseIfHeld()
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => rmSync(LOCK, { force: true })
}

/** A hard link is made or refused in one step, with its content already there. */
function take(mine: string): boolean {
  try {
    linkSync(mine, LOCK)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function refuseIfHeld(): void {
  const holder = readRecord(LOCK)
  if (!holder || !isAlive(holder)) return
  const info = readStackInfo()
  const where = info?.pid === holder.pid ? ` at ${info.urls.api}` : ', still starting'
  throw new LocalFailure(
    `The stack of this checkout runs already (process ${holder.pid})${where}. Use it, or end it with Ctrl-C in its terminal first.`,
  )
}
