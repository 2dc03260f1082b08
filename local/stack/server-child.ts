import { once } from 'node:events'
import path from 'node:path'
import type { S3Options } from '../../sandbox/s3'
import type { Sandbox } from '../../sandbox/start'
import { ROOT } from '../paths'
import { type Child, startChild } from '../supervisor/child'
import { untilReady } from '../supervisor/ready'

/** Where the child leaves its log, and what ends its start. */
export interface ChildPlace {
  runFolder: string
  signal: AbortSignal
}

/** The addresses of the sandbox: one server, a path for each host of a platform. */
export type SandboxAddresses = Omit<Sandbox, 'stop'>

export const startObjectStore = (options: S3Options, place: ChildPlace) =>
  startServer<{ url: string }>('s3', 'The object store', options, place)

export const startPlatforms = (options: { dataDir: string; port: number }, place: ChildPlace) =>
  startServer<SandboxAddresses>('sandbox', 'The sandbox', options, place)

async function startServer<Addresses extends object>(
  name: string,
  title: string,
  options: object,
  { runFolder, signal }: ChildPlace,
): Promise<Child & Addresses> {
  const child = startChild({
    name,
    title,
    command: process.execPath,
    args: ['--import', 'tsx', path.join(__dirname, 'server-process.ts'), name],
    // Some options are keys: a command line can be read by everybody on the machine, an environment cannot.
    env: { ...process.env, SERVER_OPTIONS: JSON.stringify(options) },
    cwd: ROOT,
    runFolder,
    stopSignal: 'SIGTERM',
    channel: true,
  })
  let addresses: Addresses | undefined
  void once(child.process, 'message').then(([message]) => (addresses = message as Addresses))
  const probe = () =>
    addresses ? Promise.resolve(addresses) : Promise.reject(new Error('it has not said that it serves'))
  await untilReady(child, probe, signal)
  return { ...child, ...(await probe()) }
}
