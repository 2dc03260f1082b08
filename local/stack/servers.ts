import path from 'node:path'
import { LocalFailure } from '../failure'
import { cacheFolder, DATA } from '../paths'
import { startPostgres } from '../postgres/server'
import type { Child } from '../supervisor/child'
import { startTemporal } from '../temporal/dev-server'
import { say } from '../terminal'
import { TEMPORAL_CLI } from '../tools/catalogue'
import { findTool } from '../tools/find'
import type { PartName } from './info'
import type { StackPorts } from './ports'
import type { StackSecrets } from './secrets'
import { RUN_FOLDER, type SandboxAddresses, startObjectStore, startPlatforms } from './server-child'

/** What worker and API need, and the processes behind it: none for a part that runs elsewhere. */
export interface Servers {
  databaseUrl: string
  temporalAddress: string
  r2: { endpoint: string; bucket: string; accessKeyId: string; secretAccessKey: string }
  sandbox: SandboxAddresses
  children: Partial<Record<PartName, Child>>
}

export const NAMESPACE = 'publisher'
const BUCKET = 'videos'

/** Starts the four servers side by side; if one fails, those that did start are stopped and its reason is thrown. */
export async function startServers(
  ports: StackPorts,
  secrets: StackSecrets,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Servers> {
  const children: Partial<Record<PartName, Child>> = {}
  const keep = <T extends Child>(name: PartName, child: T): T => {
    say(`${child.spec.title} is up`)
    children[name] = child
    return child
  }
  const [databaseUrl, temporalAddress, r2, sandbox] = await allOrNothing(children, [
    env.DATABASE_URL ||
      startPostgres({
        folder: path.join(DATA, 'postgres'),
        runFolder: RUN_FOLDER,
        port: ports.postgres,
        database: 'publisher',
        durable: true,
        signal,
      }).then((server) => keep('postgres', server).url),
    env.TEMPORAL_ADDRESS || temporal(ports, env, signal).then((server) => keep('temporal', server).address),
    env.R2_ENDPOINT
      ? bucketOf(env.R2_ENDPOINT, env)
      : localBucket(ports.s3, secrets, signal).then(({ server, ...bucket }) => {
          keep('s3', server)
          return bucket
        }),
    startPlatforms({ dataDir: path.join(DATA, 'sandbox'), port: ports.sandbox }, signal).then((server) =>
      keep('sandbox', server),
    ),
  ] as const)
  return { databaseUrl, temporalAddress, r2, sandbox, children }
}

async function allOrNothing<T extends readonly unknown[]>(
  children: Partial<Record<PartName, Child>>,
  starts: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(starts)
  const failure = results.find((result) => result.status === 'rejected')
  if (!failure) return (await Promise.all(starts)) as { -readonly [K in keyof T]: Awaited<T[K]> }
  await Promise.all(Object.values(children).map((child) => child.stop()))
  throw failure.reason
}

async function temporal(ports: StackPorts, env: NodeJS.ProcessEnv, signal: AbortSignal) {
  const cliPath = await findTool(TEMPORAL_CLI, { env, cacheFolder: cacheFolder(env), signal })
  return startTemporal({
    cliPath,
    folder: path.join(DATA, 'temporal'),
    runFolder: RUN_FOLDER,
    port: ports.temporal,
    uiPort: ports.temporalUi,
    namespace: NAMESPACE,
    signal,
  })
}

async function localBucket(port: number, { r2AccessKeyId, r2SecretAccessKey }: StackSecrets, signal: AbortSignal) {
  const keys = { accessKeyId: r2AccessKeyId, secretAccessKey: r2SecretAccessKey }
  const server = await startObjectStore({ dataDir: path.join(DATA, 's3'), port, buckets: [BUCKET], ...keys }, signal)
  return { server, endpoint: server.url, bucket: BUCKET, ...keys }
}

function bucketOf(endpoint: string, env: NodeJS.ProcessEnv): Servers['r2'] {
  const { R2_BUCKET: bucket, R2_ACCESS_KEY_ID: accessKeyId, R2_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (bucket && accessKeyId && secretAccessKey) return { endpoint, bucket, accessKeyId, secretAccessKey }
  throw new LocalFailure(
    'R2_ENDPOINT is set, so set R2_BUCKET, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY too, or unset it to use the local object store.',
  )
}
