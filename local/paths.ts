import os from 'node:os'
import path from 'node:path'

/** The checkout. */
export const ROOT = path.resolve(__dirname, '..')

/** Everything the local stack keeps between starts. */
export const DATA = path.join(ROOT, '.local')

export const STACK_FILE = path.join(DATA, 'stack.json')

/** What is fetched once for a person, not once for a checkout. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'publisher')
