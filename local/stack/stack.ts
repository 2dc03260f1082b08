import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ROOT, runFolderOf } from '../paths'
import type { RestartingChild } from '../supervisor/restarting-child'
import { stopLeftovers } from '../supervisor/leftovers'
import { settleAll } from '../supervisor/settle-all'
import { say } from '../terminal'
import { program, type ProgramName } from './application'
import { applicationEnv } from './environment'
import { type PartName, removeStackInfo, type StackInfo, writeStackInfo } from './info'
import { lockStack } from './lock'
import { type StackPorts, stackPorts } from './ports'
import { prepareDatabase } from './prepare'
import { stackSecrets } from './secrets'
import { type ServerChildren, type Servers, startServers } from './servers'
import { registerWebhooks } from './webhooks'

export interface StackOptions {
  /** Everything it keeps lies here. */
  folder: string
  env: NodeJS.ProcessEnv
  /** Worker and API as `npm run build` has made them, not from source. */
  built?: boolean
  /** Shows what worker and API write. */
  echo: boolean
  /** Ends a start that is under way. */
  signal: AbortSignal
}

export interface Stack {
  info: StackInfo
  worker: RestartingChild
  api: RestartingChild
  /** Resolves, with a sentence, when a server that the stack cannot do without has ended. */
  lost: Promise<string>
  /** Ends everything: who uses a server before the server. */
  stop(): Promise<void>
}

/**
 * Brings up everything: servers, schema, seed, worker, API.
 * @throws LocalFailure for what the person at the terminal can mend; nothing is left running then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder } = options
  const unlock = lockStack(folder)
  const parts: Parts = { servers: {}, programs: [], stopping: new AbortController() }
  const stop = async () => {
    await stopParts(parts)
    removeStackInfo(folder)
    unlock()
  }
  try {
    return { ...(await assemble(options, parts)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What is up so far, and the notice that it is being stopped. */
interface Parts {
  servers: ServerChildren
  programs: RestartingChild[]
  stopping: AbortController
}

async function assemble({ folder, env, built = false, echo, signal }: StackOptions, parts: Parts) {
  const runFolder = runFolderOf(folder)
  await clearAway(folder)
  const secrets = stackSecrets(folder)
  const ports = await stackPorts(env)
  const servers = await startServers({ folder, ports, secrets, env, signal }, parts.servers)

  const appEnv = applicationEnv(servers, ports, secrets, env)
  await prepareDatabase(appEnv, secrets.apiKey, signal)
  say('The database is migrated and seeded')
  await registerWebhooks(appEnv, signal)

  const info = describe(parts.servers, servers, ports, appEnv, secrets.apiKey)
  const programOf = (name: ProgramName, port: string | undefined) => {
    const onStart = (pid: number | undefined) => {
      info.pids[name] = pid
      writeStackInfo(folder, info)
    }
    return program({ name, port: String(port), env: appEnv, runFolder, built, echo, onStart })
  }
  const worker = programOf('worker', appEnv.WORKER_HEALTH_PORT)
  const api = programOf('api', appEnv.API_PORT)
  parts.programs.push(worker, api)
  const up = (title: string) => () => say(`${title} is up`)
  await settleAll([worker.start(signal).then(up('The worker')), api.start(signal).then(up('The API'))])
  return { info, worker, api, lost: firstLoss(parts) }
}

/** What an earlier run in this folder left behind, and its logs. */
async function clearAway(folder: string): Promise<void> {
  await stopLeftovers(runFolderOf(folder))
  removeStackInfo(folder)
  for (const log of logsIn(runFolderOf(folder))) rmSync(log)
}

function logsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: false })
      .map(String)
      .filter((file) => file.endsWith('.log'))
      .map((file) => path.join(folder, file))
  } catch {
    return [] // the first start
  }
}

/** Who uses a server goes before the server: the API, the worker, then all servers, the database last. */
async function stopParts({ servers: { postgres, ...others }, programs, stopping }: Parts): Promise<void> {
  stopping.abort()
  for (const child of [...programs].reverse()) await child.stop()
  await Promise.all(Object.values(others).map((child) => child.stop()))
  await postgres?.stop()
}

function firstLoss({ servers, stopping }: Parts): Promise<string> {
  return new Promise((resolve) => {
    for (const { spec, ended } of Object.values(servers)) {
      const log = path.relative(ROOT, path.join(spec.runFolder, `${spec.name}.log`))
      void ended.then((end) => {
        if (stopping.signal.aborted) return
        resolve(`${spec.title} ${end}, and the stack cannot go on without it: see ${log}, then start again.`)
      })
    }
  })
}

function describe(
  children: ServerChildren,
  servers: Servers,
  ports: StackPorts,
  env: Record<string, string>,
  apiKey: string,
): StackInfo {
  const api = `http://127.0.0.1:${env.API_PORT}`
  const pids = Object.entries(children).map(([name, child]) => [name, child.process.pid])
  return {
    pid: process.pid,
    urls: {
      api,
      docs: `${api}/docs`,
      webUi: String(env.TEMPORAL_UI_URL),
      r2: servers.r2.endpoint,
      sandbox: servers.sandbox.url,
    },
    ports,
    pids: Object.fromEntries(pids) as Partial<Record<PartName, number>>,
    databaseUrl: servers.databaseUrl,
    apiKey,
    env,
  }
}
