import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type PartName = 'postgres' | 'temporal' | 's3' | 'sandbox' | 'worker' | 'api'

/** What `stack.json` in the stack's folder tells scripts about the running stack. Parts that run elsewhere have no pid. */
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

const fileIn = (folder: string): string => path.join(folder, 'stack.json')

/** Holds keys, hence the mode; replaced in one step, so that a reader never sees half a file. */
export function writeStackInfo(folder: string, info: StackInfo): void {
  const unfinished = `${fileIn(folder)}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, fileIn(folder))
}

export function readStackInfo(folder: string): StackInfo | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as StackInfo
  } catch {
    return undefined // no stack has got so far
  }
}

export const removeStackInfo = (folder: string): void => rmSync(fileIn(folder), { force: true })
