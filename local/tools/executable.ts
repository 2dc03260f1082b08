import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

/** The first executable of that name on PATH. */
export function executableOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return folders.map((folder) => path.resolve(folder, name)).find(isExecutable)
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What `pattern` captures of its `--version`; undefined where it is another program of the same name. */
export async function versionOf(file: string, pattern: RegExp): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'])
    return pattern.exec(stdout)?.[1]
  } catch {
    return undefined
  }
}
