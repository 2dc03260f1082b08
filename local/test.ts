import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { interruption } from './interrupt'
import { ROOT } from './paths'
import { makeTestFolder } from './test-folder'
import { startTestServers } from './test-servers'
import { say } from './terminal'

const STOP_MS = 3_000

/** Runs jest, with its own arguments, on real servers that live as long as the run. @returns jest's exit code */
export async function main(jestArgs: string[]): Promise<number> {
  const interrupted = interruption()
  const folder = await makeTestFolder()
  try {
    const servers = await startTestServers(folder, interrupted)
    try {
      return await runJest(jestArgs, servers.env, interrupted)
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
