import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { ROOT } from './paths'
import { withTestServers } from './test-servers'
import { say } from './terminal'

const STOP_MS = 3_000

/** Runs jest, with its own arguments, on real servers that live as long as the run. @returns jest's exit code */
export const main = (jestArgs: string[]): Promise<number> =>
  withTestServers((env, interrupted) => runJest(jestArgs, env, interrupted))

async function runJest(args: string[], env: NodeJS.ProcessEnv, interrupted: AbortSignal): Promise<number> {
  say(`jest ${args.join(' ')}`)
  const command = [path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), ...args]
  const jest = spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  interrupted.addEventListener('abort', () => {
    jest.kill('SIGTERM')
    // Temporal's runtime listens for SIGTERM too, to drain its workers, and so keeps jest from ending by it.
    setTimeout(() => jest.kill('SIGKILL'), STOP_MS).unref()
  })
  const [code] = (await once(jest, 'exit')) as [number | null]
  return code ?? 1
}
