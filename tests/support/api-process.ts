import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { programFile } from './program'

export interface ApiProcess {
  url: string
  kill(): Promise<void>
  /** As a supervisor does. @returns its exit code */
  stop(): Promise<number | null>
}

/**
 * The API in a process of its own, on a free port unless `API_PORT` names one.
 * @param onOutput gets all that it writes, its errors too, and its log is the longest that there is
 */
export async function spawnApi(env: NodeJS.ProcessEnv, onOutput?: (output: Buffer) => unknown): Promise<ApiProcess> {
  const child = spawn(process.execPath, [programFile('src/bin/api')], {
    // A test that waits for a state asks fifty times a second.
    env: {
      API_PORT: '0',
      API_METRICS_PORT: '0',
      API_REQUESTS_PER_MINUTE: '1000000',
      ...env,
      LOG_LEVEL: onOutput ? 'debug' : 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream.on('data', onOutput)
  else child.stderr.pipe(process.stderr, { end: false })
  const url = await urlIn(child.stdout)
  return {
    url,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      return child.exitCode
    },
  }
}

/** The URL that the process says it listens on. */
function urlIn(stdout: Readable): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    stdout.on('data', (data: Buffer) => {
      output += data.toString()
      const [, url] = /"url":"(http[^"]+)"/.exec(output) ?? []
      if (url) resolve(url)
    })
    stdout.once('end', () => reject(new Error(`The API ended without listening: ${output}`)))
  })
}
