import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { RestartingChild } from '../supervisor/restarting-child'
import { stopLeftovers } from '../supervisor/leftovers'
import { say } from '../terminal'
import { program } from './application'
import { applicationEnv } from './environment'
import { type PartName, removeStackInfo, type StackInfo, writeStackInfo } from './info'
import { lockStack } from './lock'
import { type StackPorts, stackPorts } from './ports'
import { prepareDatabase } from './prepare'
import { stackSecrets } from './secrets'
import { RUN_FOLDER } from './server-child'
import { type Servers, startServers } from './servers'
import { DATA, ROOT } from '../paths'

export interface StackOptions {
  env: NodeJS.ProcessEnv
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
 * Brings up everything for this checkout: servers, schema, seed, worker, API.
 * @throws LocalFailure for what the person at the terminal can mend; nothing is left running then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const unlock = lockStack()
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
    removeStackInfo()
    unlock()
  }
  try {
    return { ...(await assemble(options, undo)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function assemble({ env, echo, signal }: StackOptions, undo: (() => Promise<unknown>)[]) {
  await clearAway()
  const secrets = stackSecrets(DATA)
  const ports = await stackPorts(env)
  const servers = await startServers(ports, secrets, env, signal)
  let stopping = false
  undo.push(
    () => stopServers(servers),
    async () => (stopping = true),
  )

  const appEnv = applicationEnv(servers, ports, secrets, env)
  const info = describe(servers, ports, appEnv, secrets.apiKey)
  await prepareDatabase(appEnv, secrets.apiKey, signal)
  say('The database is migrated and seeded')

  const programOf = (name: 'worker' | 'api', port: string | undefined) => {
    const onStart = (pid: number | undefined) => {
      info.pids[name] = pid
      writeStackInfo(info)
    }
    const child = program({ name, port: String(port), env: appEnv, echo, onStart })
    undo.push(() => child.stop())
    return child
  }
  const worker = programOf('worker', appEnv.WORKER_HEALTH_PORT)
  const api = programOf('api', appEnv.API_PORT)
  await startBoth(worker, api, signal)
  return { info, worker, api, lost: firstLoss(servers, () => stopping) }
}

/** What an earlier run of this checkout left behind, and its logs. */
async function clearAway(): Promise<void> {
  await stopLeftovers(RUN_FOLDER)
  removeStackInfo()
  for (const log of logsIn(RUN_FOLDER)) rmSync(log)
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

/** Both have settled before a failure is thrown, so that stopping meets no process that is still starting. */
async function startBoth(worker: RestartingChild, api: RestartingChild, signal: AbortSignal): Promise<void> {
  const up = (title: string) => () => say(`${title} is up`)
  const starts = [worker.start(signal).then(up('The worker')), api.start(signal).then(up('The API'))]
  await Promise.allSettled(starts)
  await Promise.all(starts)
}

async function stopServers({ children: { postgres, ...others } }: Servers): Promise<void> {
  await Promise.all(Object.values(others).map((child) => child.stop()))
  await postgres?.stop()
}

function firstLoss({ children }: Servers, isStopping: () => boolean): Promise<string> {
  return new Promise((resolve) => {
    for (const { spec, ended } of Object.values(children)) {
      const log = path.relative(ROOT, path.join(spec.runFolder, `${spec.name}.log`))
      void ended.then((end) => {
        if (!isStopping())
          resolve(`${spec.title} ${end}, and the stack cannot go on without it: see ${log}, then start again.`)
      })
    }
  })
}

function describe(servers: Servers, ports: StackPorts, env: Record<string, string>, apiKey: string): StackInfo {
  const api = `http://127.0.0.1:${env.API_PORT}`
  const children = Object.entries(servers.children).map(([name, child]) => [name, child.process.pid])
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
    pids: Object.fromEntries(children) as Partial<Record<PartName, number>>,
    databaseUrl: servers.databaseUrl,
    apiKey,
    env,
  }
}
