import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { writeRecord } from './process-record'

export interface ChildSpec {
  /** What its files in `runFolder` are named after: `<name>.log`, `<name>.pid`. */
  name: string
  /** How people call it: "Postgres", "The worker". */
  title: string
  command: string
  args: string[]
  env: NodeJS.ProcessEnv
  cwd: string
  /** Keeps its log, and its process id for a later start to stop what a killed one left behind. */
  runFolder: string
  stopSignal: NodeJS.Signals
  /** Another account to run as. */
  account?: { uid: number; gid: number } | undefined
  /** Opens a channel for `process.send`. */
  channel?: boolean
  /** Receives everything the process writes. */
  onOutput?: (text: string) => void
}

export interface Child {
  readonly spec: ChildSpec
  readonly process: ChildProcess
  /** Resolves when it has ended, for whatever reason, with a clause like "ended with code 1". */
  readonly ended: Promise<string>
  /** The last of what it wrote. */
  tail(): string
  /** Ends it: politely, then by force. Resolves when it is gone. */
  stop(): Promise<void>
}

const STOP_GRACE_MS = 15_000
const TAIL_LENGTH = 4_000

/**
 * Starts a process in a session of its own, so that a Ctrl-C at the terminal reaches only its supervisor, which stops
 * the parts in their order.
 */
export function startChild(spec: ChildSpec): Child {
  mkdirSync(spec.runFolder, { recursive: true })
  const recordFile = path.join(spec.runFolder, `${spec.name}.pid`)
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', ...(spec.channel ? (['ipc'] as const) : [])],
    ...spec.account,
  })
  if (child.pid !== undefined) writeRecord(recordFile, child.pid)
  const tail = collectOutput(child, spec)
  const ended = endOf(child)
  void ended.then(() => rmSync(recordFile, { force: true }))
  return { spec, process: child, ended, tail, stop: () => stopChild(child, ended, spec.stopSignal) }
}

function collectOutput(child: ChildProcess, spec: ChildSpec): () => string {
  const log = createWriteStream(path.join(spec.runFolder, `${spec.name}.log`), { flags: 'a' })
  // A full disk must not take the stack down by its logs; whatever needs the space says so itself.
  log.on('error', () => {})
  let tail = ''
  const take = (data: Buffer) => {
    const text = data.toString()
    tail = (tail + text).slice(-TAIL_LENGTH)
    log.write(text)
    spec.onOutput?.(text)
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  child.once('close', () => log.end())
  return () => tail.trim()
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`))
    child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`))
  })
}

async function stopChild(child: ChildProcess, ended: Promise<string>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS)
  await ended
  clearTimeout(force)
}
