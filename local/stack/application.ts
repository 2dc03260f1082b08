import path from 'node:path'
import { ROOT } from '../paths'
import { RestartingChild } from '../supervisor/restarting-child'
import { say } from '../terminal'

export type ProgramName = 'worker' | 'api'

const TITLES: Record<ProgramName, string> = { worker: 'The worker', api: 'The API' }
const PROBE_TIMEOUT_MS = 2_000

export interface ProgramOptions {
  name: ProgramName
  /** Where it answers `/readyz`. */
  port: string
  env: Record<string, string>
  runFolder: string
  /** Runs what `npm run build` has made, not the source. */
  built: boolean
  /** Called with the process id at each start. */
  onStart: (pid: number | undefined) => void
  /** Repeats on the terminal what it writes. */
  echo: boolean
}

/** Our own worker or API, started again when it dies. */
export function program({ name, port, env, runFolder, built, onStart, echo }: ProgramOptions): RestartingChild {
  const spec = {
    name,
    title: TITLES[name],
    command: process.execPath,
    args: built
      ? [path.join(ROOT, 'dist', 'bin', `${name}.js`)]
      : ['--enable-source-maps', '--import', 'tsx', path.join(ROOT, 'src', 'bin', `${name}.ts`)],
    env: { ...process.env, ...env },
    cwd: ROOT,
    runFolder,
    stopSignal: 'SIGTERM' as const,
    onOutput: (text: string) =>
      echo &&
      text
        .trimEnd()
        .split('\n')
        .forEach((line) => say(`${name} | ${line}`)),
  }
  return new RestartingChild(spec, () => isReady(port), onStart)
}

async function isReady(port: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`/readyz answers ${answer.status}: ${await answer.text()}`)
}
