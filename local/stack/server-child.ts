import { once } from 'node:events'
import path from 'node:path'
import type { S3Options } from '../../sandbox/s3'
import { DATA, ROOT } from '../paths'
import { type Child, startChild } from '../supervisor/child'
import { untilReady } from '../supervisor/ready'

export const RUN_FOLDER = path.join(DATA, 'run')

/** The addresses of the sandbox: one server, a path for each platform. */
export interface SandboxAddresses {
  url: string
  tiktokUrl: string
  instagramUrl: string
  youtubeUrl: string
  oauthUrl: string
}

export const startObjectStore = (options: S3Options, signal: AbortSignal) =>
  startServer<{ url: string }>('s3', 'The object store', options, signal)

export const startPlatforms = (options: { dataDir: string; port: number }, signal: AbortSignal) =>
  startServer<SandboxAddresses>('sandbox', 'The sandbox', options, signal)

async function startServer<Addresses extends object>(
  name: string,
  title: string,
  options: object,
  signal: AbortSignal,
): Promise<Child & Addresses> {
  const child = startChild({
    name,
    title,
    command: process.execPath,
    args: ['--import', 'tsx', path.join(__dirname, 'server-process.ts'), name],
    // Some options are keys: a command line can be read by everybody on the machine, an environment cannot.
    env: { ...process.env, SERVER_OPTIONS: JSON.stringify(options) },
    cwd: ROOT,
    runFolder: RUN_FOLDER,
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
