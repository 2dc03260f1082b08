import { linkSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { codeOf, LocalFailure } from '../failure'
import { isAlive, readRecord, writeRecord } from '../supervisor/process-record'
import { readStackInfo } from './info'

/**
 * One stack for a folder: two would share their data. A lock whose holder is dead counts for nothing.
 * @returns how to give it back
 * @throws LocalFailure naming the stack that runs
 */
export function lockStack(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const lock = path.join(folder, 'stack.lock')
  const mine = `${lock}.${process.pid}`
  writeRecord(mine, process.pid)
  try {
    if (!take(lock, mine)) {
      refuseIfHeld(folder, lock)
      rmSync(lock, { force: true })
      if (!take(lock, mine)) refuseIfHeld(folder, lock)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => rmSync(lock, { force: true })
}

/** A hard link is made or refused in one step, with its content already there. */
function take(lock: string, mine: string): boolean {
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function refuseIfHeld(folder: string, lock: string): void {
  const holder = readRecord(lock)
  if (!holder || !isAlive(holder)) return
  const info = readStackInfo(folder)
  const where = info?.pid === holder.pid ? ` at ${info.urls.api}` : ', still starting'
  throw new LocalFailure(
    `The stack of this checkout runs already (process ${holder.pid})${where}. Use it, or end it with Ctrl-C in its terminal first.`,
  )
}
