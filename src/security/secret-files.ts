import { readFileSync } from 'node:fs'

export interface GivenSettings {
  /** By name, also what a file holds; an empty variable and an empty file count as absent. */
  values: Record<string, string>
  /** By name of the variable: what is wrong with it or with its file. */
  faults: Map<string, string>
}

/**
 * Takes each variable from the environment, or from the file that `<NAME>_FILE` is the path of: as Docker, Kubernetes and
 * secret managers hand secrets on, where no list of processes or containers shows them. Line ends at the end of a file
 * are no part of the value.
 */
export function settingsOf(names: readonly string[], env: NodeJS.ProcessEnv): GivenSettings {
  const values: Record<string, string> = {}
  const faults = new Map<string, string>()
  for (const name of names) {
    const [given, file] = [env[name], env[`${name}_FILE`]]
    if (given && file) faults.set(name, `${name} and ${name}_FILE must not both be set`)
    else if (given) values[name] = given
    else if (file) {
      const value = contentOf(file)
      if (typeof value !== 'string') faults.set(name, `${name}_FILE cannot be read: ${value.message}`)
      else if (value !== '') values[name] = value
    }
  }
  return { values, faults }
}

function contentOf(file: string): string | Error {
  try {
    return readFileSync(file, 'utf8').replace(/[\r\n]+$/, '')
  } catch (error) {
    return error as Error
  }
}
