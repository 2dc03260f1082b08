import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Child, startChild } from '../supervisor/child'
import { untilReady } from '../supervisor/ready'

export interface TemporalOptions {
  cliPath: string
  /** Where workflows live between starts. */
  folder: string
  port: number
  /** Undefined: no Web UI. */
  uiPort: number | undefined
  /** At least one. */
  namespaces: string[]
  runFolder: string
  signal: AbortSignal
}

export interface Temporal extends Child {
  address: string
}

const SEARCH_ATTRIBUTES = {
  PublishJobId: 'Keyword',
  PublishUserId: 'Keyword',
  PublishVideoId: 'Keyword',
  PublishPlatform: 'Keyword',
  PublishStatus: 'Keyword',
  PublishPhase: 'Keyword',
  PublishAt: 'Datetime',
}

/** The server's settings that differ from its defaults. */
export const DYNAMIC_CONFIG = {
  // The defaults suit a cluster; on one machine they are what a burst of workflows waits for.
  'history.transferProcessorMaxPollRPS': 1000,
  'history.timerProcessorMaxPollRPS': 1000,
  'history.visibilityProcessorMaxPollRPS': 1000,
  // Off by default; without it one user's hundred videos go before everybody else's.
  'matching.enableFairness': true,
}

/** As in production: finished runs stay readable for a month. */
const RETENTION = '30d'

const MAX_STARTS = 5

/**
 * Starts Temporal's development server on 127.0.0.1 and waits until its namespace serves. It looks for free ports for
 * its inner services by itself, a moment before it uses them: where one was taken meanwhile, it is started anew.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(options.folder, { recursive: true })
  for (let start = 1; ; start++) {
    const { server, whenReady } = launch(options)
    try {
      await whenReady
      return server
    } catch (error) {
      if (start === MAX_STARTS || !server.tail().includes('address already in use')) throw error
    }
  }
}

function launch(options: TemporalOptions): { server: Temporal; whenReady: Promise<void> } {
  const address = `127.0.0.1:${options.port}`
  const child = startChild({
    name: 'temporal',
    title: 'Temporal',
    command: options.cliPath,
    args: serverArgs(options),
    env: process.env,
    cwd: options.folder,
    runFolder: options.runFolder,
    stopSignal: 'SIGTERM',
  })
  // Setting a namespace's retention succeeds only once the server serves it: one call does both.
  const setRetention = (namespace: string) => {
    const given = ['-n', namespace, '--retention', RETENTION, '--address', address]
    return promisify(execFile)(options.cliPath, ['operator', 'namespace', 'update', ...given])
  }
  const whenReady = untilReady(child, () => Promise.all(options.namespaces.map(setRetention)), options.signal)
  return { server: { ...child, address }, whenReady }
}

function serverArgs({ folder, port, uiPort, namespaces }: TemporalOptions): string[] {
  const attributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `--search-attribute=${name}=${type}`)
  const settings = Object.entries(DYNAMIC_CONFIG).map(([key, value]) => `--dynamic-config-value=${key}=${value}`)
  const place = ['--ip', '127.0.0.1', '--port', String(port), '--db-filename', path.join(folder, 'temporal.db')]
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]
  const log = ['--log-format', 'json', '--log-level', 'error']
  const named = namespaces.flatMap((namespace) => ['--namespace', namespace])
  return ['server', 'start-dev', ...place, ...ui, ...named, ...log, ...attributes, ...settings]
}
