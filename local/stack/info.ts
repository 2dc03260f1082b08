import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { STACK_FILE } from '../paths'

export type PartName = 'postgres' | 'temporal' | 's3' | 'sandbox' | 'worker' | 'api'

/** What `.local/stack.json` tells scripts about the running stack. Parts that run elsewhere have no pid. */
export interface StackInfo {
  pid: number
  urls: { api: string; docs: string; webUi: string; r2: string; sandbox: string }
  ports: Record<string, number>
  pids: Partial<Record<PartName, number>>
  databaseUrl: string
  apiKey: string
  /** The whole configuration of worker and API. */
  env: Record<string, string>
}

/** Holds keys, hence the mode; replaced in one step, so that a reader never sees half a file. */
export function writeStackInfo(info: StackInfo): void {
  const unfinished = `${STACK_FILE}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, STACK_FILE)
}

export function readStackInfo(): StackInfo | undefined {
  try {
    return JSON.parse(readFileSync(STACK_FILE, 'utf8')) as StackInfo
  } catch {
    return undefined // no stack has got so far
  }
}

export const removeStackInfo = (): void => rmSync(STACK_FILE, { force: true })
