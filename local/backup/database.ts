import { existsSync } from 'node:fs'
import path from 'node:path'
import { LocalFailure } from '../failure'
import { runFolderOf } from '../paths'
import { freePort } from '../ports'
import { startPostgres } from '../postgres/server'
import { readStackInfo } from '../stack/info'
import { lockStack } from '../stack/lock'

export interface DatabasePlace {
  env: NodeJS.ProcessEnv
  /** What the stack keeps between starts. */
  folder: string
  signal: AbortSignal
  /** Whether a database is made where the stack has none yet: there is nothing to back up in it. */
  create: boolean
  /** Whether the stack may be running meanwhile. */
  besideStack: boolean
}

/**
 * Does `work` on the database that DATABASE_URL names, else on the running stack's, else on the embedded server, which is
 * started for it and keeps the stack from being started meanwhile.
 */
export async function withDatabase<T>(place: DatabasePlace, work: (url: string) => Promise<T>): Promise<T> {
  const { env, folder, besideStack } = place
  if (env.DATABASE_URL) return work(env.DATABASE_URL)
  const unlock = besideStack ? lockUnlessRunning(folder) : lockStack(folder)
  if (typeof unlock === 'string') return work(unlock)
  try {
    return await onEmbedded(place, work)
  } finally {
    unlock()
  }
}

/** The running stack's database, or how to give the lock back. */
function lockUnlessRunning(folder: string): string | (() => void) {
  try {
    return lockStack(folder)
  } catch (error) {
    const running = readStackInfo(folder)?.databaseUrl
    if (error instanceof LocalFailure && running) return running
    throw error
  }
}

async function onEmbedded<T>({ folder, signal, create }: DatabasePlace, work: (url: string) => Promise<T>): Promise<T> {
  const data = path.join(folder, 'postgres')
  if (!create && !existsSync(data))
    throw new LocalFailure('The stack has no database here yet: start it first (npm start), or set DATABASE_URL.')
  const server = await startPostgres({
    folder: data,
    runFolder: runFolderOf(folder),
    port: await freePort(),
    database: 'publisher',
    durable: true,
    signal,
  })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}
