import path from 'node:path'
import { LocalFailure } from '../failure'
import { cacheFolder, runFolderOf } from '../paths'
import { startPostgres } from '../postgres/server'
import type { Child } from '../supervisor/child'
import { settleAll } from '../supervisor/settle-all'
import { startTemporal } from '../temporal/dev-server'
import { say } from '../terminal'
import { TEMPORAL_CLI } from '../tools/catalogue'
import { findTool } from '../tools/find'
import type { PartName } from './info'
import type { StackPorts } from './ports'
import type { StackSecrets } from './secrets'
import { type SandboxAddresses, startObjectStore, startPlatforms } from './server-child'

/** What worker and API need to reach. */
export interface Servers {
  databaseUrl: string
  temporalAddress: string
  r2: { endpoint: string; bucket: string; accessKeyId: string; secretAccessKey: string }
  sandbox: SandboxAddresses
}

/** The servers' processes: none for a part that runs elsewhere. */
export type ServerChildren = Partial<Record<PartName, Child>>

export interface ServerOptions {
  /** Where their data lies. */
  folder: string
  ports: StackPorts
  secrets: StackSecrets
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}

export const NAMESPACE = 'publisher'
const BUCKET = 'videos'

/** Starts the servers side by side; each is entered into `children` as soon as it is up. */
export async function startServers(options: ServerOptions, children: ServerChildren): Promise<Servers> {
  const { folder, ports, env, signal } = options
  const place = { runFolder: runFolderOf(folder), signal }
  const enter = <T extends Child>(child: T): T => {
    say(`${child.spec.title} is up`)
    children[child.spec.name as PartName] = child
    return child
  }
  const [databaseUrl, temporalAddress, r2, sandbox] = await settleAll([
    env.DATABASE_URL || postgres(options).then((server) => enter(server).url),
    env.TEMPORAL_ADDRESS || temporal(options).then((server) => enter(server).address),
    env.R2_ENDPOINT ? bucketOf(env.R2_ENDPOINT, env) : localBucket(options, enter),
    startPlatforms({ dataDir: path.join(folder, 'sandbox'), port: ports.sandbox }, place).then(enter),
  ])
  return { databaseUrl, temporalAddress, r2, sandbox }
}

const postgres = ({ folder, ports, signal }: ServerOptions) =>
  startPostgres({
    folder: path.join(folder, 'postgres'),
    runFolder: runFolderOf(folder),
    port: ports.postgres,
    database: 'publisher',
    durable: true,
    signal,
  })

async function temporal({ folder, ports, env, signal }: ServerOptions) {
  const cliPath = await findTool(TEMPORAL_CLI, { env, cacheFolder: cacheFolder(env), signal })
  return startTemporal({
    cliPath,
    folder: path.join(folder, 'temporal'),
    runFolder: runFolderOf(folder),
    port: ports.temporal,
    uiPort: ports.temporalUi,
    namespaces: [NAMESPACE],
    signal,
  })
}

async function localBucket(
  { folder, ports, secrets, signal }: ServerOptions,
  enter: (child: Child) => Child,
): Promise<Servers['r2']> {
  const keys = { accessKeyId: secrets.r2AccessKeyId, secretAccessKey: secrets.r2SecretAccessKey }
  const server = await startObjectStore(
    { dataDir: path.join(folder, 's3'), port: ports.s3, buckets: [BUCKET], ...keys },
    { runFolder: runFolderOf(folder), signal },
  )
  enter(server)
  return { endpoint: server.url, bucket: BUCKET, ...keys }
}

function bucketOf(endpoint: string, env: NodeJS.ProcessEnv): Servers['r2'] {
  const { R2_BUCKET: bucket, R2_ACCESS_KEY_ID: accessKeyId, R2_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (bucket && accessKeyId && secretAccessKey) return { endpoint, bucket, accessKeyId, secretAccessKey }
  throw new LocalFailure(
    'R2_ENDPOINT is set, so set R2_BUCKET, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY too, or unset it to use the local object store.',
  )
}
