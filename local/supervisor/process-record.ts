import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process as the system knows it: ids are given again to others, an id with its start is not. */
export interface ProcessRecord {
  pid: number
  startedAt: string
}

const POLL_INTERVAL_MS = 25

/** Undefined when no such process lives, or where the system has no way to tell (Windows). */
export function recordOf(pid: number): ProcessRecord | undefined {
  const startedAt = startOf(pid)
  return startedAt ? { pid, startedAt } : undefined
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return ps(pid, 'lstart')
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold blanks. After it: the state, and 19 fields later the start in clock ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined // no such process
  }
}

/** The arguments a process was started with, in one line; undefined when no such process lives. */
export function commandLineOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return ps(pid, 'command')
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') || undefined
  } catch {
    return undefined // no such process
  }
}

const ps = (pid: number, column: string): string | undefined =>
  execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined

export const isAlive = (record: ProcessRecord): boolean => recordOf(record.pid)?.startedAt === record.startedAt

export function readRecord(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord
  } catch {
    return undefined // absent, or cut off by whatever killed its writer: the process it names is then unknown
  }
}

export function writeRecord(file: string, pid: number): void {
  writeFileSync(file, JSON.stringify(recordOf(pid) ?? { pid, startedAt: '' }))
}

/** Stops what an earlier run left behind, if it is still that very process, and forgets it. @returns whether it lived */
export async function stopRecorded(file: string, signal: NodeJS.Signals, graceMs = 10_000): Promise<boolean> {
  const record = readRecord(file)
  const lived = record !== undefined && isAlive(record)
  if (lived) await stopProcess(record, signal, graceMs)
  rmSync(file, { force: true })
  return lived
}

/** Asks by `signal`, and after `graceMs` insists. Resolves when the process is gone. */
export async function stopProcess(record: ProcessRecord, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const deadlineMs = performance.now() + graceMs
  let insisted = false
  process.kill(record.pid, signal)
  while (isAlive(record)) {
    if (!insisted && performance.now() > deadlineMs) {
      process.kill(record.pid, 'SIGKILL')
      insisted = true
    }
    await sleep(POLL_INTERVAL_MS)
  }
}
