import os from 'node:os'
import path from 'node:path'

/** The checkout. */
export const ROOT = path.resolve(__dirname, '..')

/** Everything the checkout's own stack keeps between starts. */
export const DATA = path.join(ROOT, '.local')

/** What the processes of a stack leave while they run, in the stack's folder: logs and process ids. */
export const runFolderOf = (folder: string): string => path.join(folder, 'run')

/** What is fetched once for a person, not once for a checkout. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'publisher')
