import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '../../local/ports'
import { startPostgres, type Postgres } from '../../local/postgres/server'
import { runPrisma } from '../../local/prisma/run-prisma'
import { startTemporal, type Temporal } from '../../local/temporal/dev-server'

/** A server of one test file's own, which it stops, kills and starts again on the same port and data. */
export interface OwnServer {
  start(): Promise<void>
  stop(): Promise<void>
  /** By signal 9. */
  kill(): Promise<void>
  /** Stops it for good and removes its data. */
  close(): Promise<void>
}

export interface OwnTemporal extends OwnServer {
  address: string
  /** Keeps a copy of its data. It must not run. */
  backUp(): Promise<void>
  /** Puts the copy in the place of its data. It must not run. */
  restore(): Promise<void>
}

export interface OwnPostgres extends OwnServer {
  /** With every migration applied. */
  url: string
}

const signal = new AbortController().signal

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-own-'))
  await chmod(folder, 0o755) // root's Postgres runs under another account
  return folder
}

function ownServer(folder: string, first: Temporal | Postgres, again: () => Promise<Temporal | Postgres>): OwnServer {
  let running = first
  return {
    async start() {
      running = await again()
    },
    stop: () => running.stop(),
    async kill() {
      running.process.kill('SIGKILL')
      await running.ended
    },
    async close() {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function openOwnTemporal(): Promise<OwnTemporal> {
  const { TEMPORAL_CLI_PATH: cliPath = '', TEMPORAL_NAMESPACE: namespace = '' } = process.env
  const folder = await makeFolder()
  const [data, copy] = [path.join(folder, 'data'), path.join(folder, 'copy')]
  const where = {
    cliPath,
    namespaces: [namespace],
    folder: data,
    runFolder: path.join(folder, 'run'),
    port: await freePort(),
  }
  const start = () => startTemporal({ ...where, uiPort: undefined, signal })
  const first = await start()
  return {
    ...ownServer(folder, first, start),
    address: first.address,
    backUp: () => cp(data, copy, { recursive: true }),
    async restore() {
      await rm(data, { recursive: true })
      await cp(copy, data, { recursive: true })
    },
  }
}

export async function openOwnPostgres(): Promise<OwnPostgres> {
  const folder = await makeFolder()
  const where = { folder: path.join(folder, 'data'), runFolder: path.join(folder, 'run'), port: await freePort() }
  // Durable: what a client was told to be stored must be there after a crash.
  const start = () => startPostgres({ ...where, database: 'publisher', durable: true, signal })
  const first = await start()
  await runPrisma(['migrate', 'deploy'], first.url, signal)
  return { ...ownServer(folder, first, start), url: first.url }
}
