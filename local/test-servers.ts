import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { startS3 } from '../sandbox/s3'
import { interruption } from './interrupt'
import { cacheFolder } from './paths'
import { freePort } from './ports'
import { cloneDatabase, databaseOn, dropDatabase } from './postgres/databases'
import { startPostgres } from './postgres/server'
import { runPrisma } from './prisma/run-prisma'
import { startTemporal } from './temporal/dev-server'
import { say } from './terminal'
import { makeTestBuild } from './test-build'
import { makeTestFolder } from './test-folder'
import { TEMPORAL_CLI, TEMPORAL_TEST_SERVER } from './tools/catalogue'
import { findTool } from './tools/find'

/** Servers of a test run: their addresses as environment variables, and how to stop them. */
interface TestServers {
  env: NodeJS.ProcessEnv
  stop(): Promise<unknown>
}

const NAMESPACE = 'publisher'
/** One for each of jest's workers: whoever shares a namespace takes the others' tasks. Most tests wait, so one more than cores. */
export const NAMESPACES = Array.from(
  { length: availableParallelism() + 1 },
  (_none, index) => `${NAMESPACE}-${index + 1}`,
)

/** A file may start five processes on its database, each with a pool of ten. */
const CONNECTIONS_PER_FILE = 60

export const TEST_CONNECTIONS = NAMESPACES.length * CONNECTIONS_PER_FILE

/** Does `work` on servers that live as long as it does. @returns its exit code, or 130 where it was interrupted */
export async function withTestServers(
  work: (env: NodeJS.ProcessEnv, interrupted: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupted = interruption()
  const folder = await makeTestFolder()
  try {
    const servers = await startTestServers(folder, interrupted)
    try {
      return await work(servers.env, interrupted)
    } finally {
      await servers.stop()
    }
  } catch (error) {
    if (interrupted.aborted) return 130
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts everything at once; if one part fails, those that did start are stopped. */
async function startTestServers(folder: string, abort: AbortSignal): Promise<TestServers> {
  const starts = await Promise.allSettled([
    database(folder, abort),
    temporal(folder, abort),
    objectStore(folder),
    build(folder),
  ])
  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const stop = () => Promise.all(started.map((server) => server.stop()))
  const failure = starts.find((start) => start.status === 'rejected')
  if (failure) {
    await stop()
    throw failure.reason
  }
  return { env: Object.assign({}, ...started.map((server) => server.env)) as NodeJS.ProcessEnv, stop }
}

/** A migrated template and one clone of it; test files clone it again for themselves. */
async function database(folder: string, abort: AbortSignal): Promise<TestServers> {
  const own = process.env.DATABASE_URL ? undefined : await embeddedPostgres(folder, abort)
  const server = own?.url ?? String(process.env.DATABASE_URL)
  const template = `publisher_template_${randomBytes(4).toString('hex')}`
  const name = template.replace('template', 'test')
  const stop = async () => {
    if (own) return own.stop()
    await dropDatabase(server, name)
    await dropDatabase(server, template)
  }
  try {
    await runPrisma(['migrate', 'deploy'], databaseOn(server, template), abort)
    const url = await cloneDatabase(server, template, name)
    say('Postgres is ready, every migration applied')
    return { env: { DATABASE_URL: url, TEST_DATABASE_TEMPLATE: template }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const embeddedPostgres = async (folder: string, signal: AbortSignal) =>
  startPostgres({
    folder: path.join(folder, 'postgres'),
    runFolder: path.join(folder, 'run'),
    port: await freePort(),
    database: 'publisher',
    durable: false,
    maxConnections: TEST_CONNECTIONS,
    signal,
  })

async function temporal(folder: string, signal: AbortSignal): Promise<TestServers> {
  const tools = { env: process.env, cacheFolder: cacheFolder(), signal }
  const [cliPath, testServerPath] = await Promise.all([
    findTool(TEMPORAL_CLI, tools),
    findTool(TEMPORAL_TEST_SERVER, tools),
  ])
  const paths = { TEMPORAL_CLI_PATH: cliPath, TEMPORAL_TEST_SERVER_PATH: testServerPath }
  if (process.env.TEMPORAL_ADDRESS) {
    const { TEST_NAMESPACES = NAMESPACE } = process.env
    return { env: { ...paths, TEST_NAMESPACES }, stop: async () => {} }
  }
  const server = await startTemporal({
    cliPath,
    folder: path.join(folder, 'temporal'),
    runFolder: path.join(folder, 'run'),
    port: await freePort(),
    uiPort: undefined,
    namespaces: NAMESPACES,
    signal,
  })
  say('Temporal is ready')
  const env = { ...paths, TEMPORAL_ADDRESS: server.address, TEST_NAMESPACES: NAMESPACES.join(',') }
  return { env, stop: () => server.stop() }
}

async function objectStore(folder: string): Promise<TestServers> {
  if (process.env.R2_ENDPOINT) return { env: {}, stop: async () => {} }
  const keys = { accessKeyId: 'test', secretAccessKey: randomBytes(16).toString('hex') }
  const server = await startS3({
    dataDir: path.join(folder, 's3'),
    port: await freePort(),
    buckets: ['videos'],
    ...keys,
  })
  const env = {
    R2_ENDPOINT: server.url,
    R2_BUCKET: 'videos',
    R2_ACCESS_KEY_ID: keys.accessKeyId,
    R2_SECRET_ACCESS_KEY: keys.secretAccessKey,
  }
  return { env, stop: () => server.stop() }
}

async function build(folder: string): Promise<TestServers> {
  const made = await makeTestBuild(path.join(folder, 'build'))
  return { env: { TEST_BUILD: made.folder, WORKFLOW_BUNDLE: made.workflowBundle }, stop: async () => {} }
}
