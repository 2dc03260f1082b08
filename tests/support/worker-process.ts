import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { programFile } from './program'
import type { PublisherWorld } from './publisher'

export interface WorkerProcess {
  /** As the machine would: no signal handler runs. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** No instruction is done from here on; what reaches its sockets waits there. */
  freeze(): void
  thaw(): void
}

/**
 * A worker in a process of its own.
 * @param onOutput gets all that it writes, its errors too
 * @param build the folder of another build than that of the run
 */
export function spawnWorker(
  world: Pick<PublisherWorld, 'env'>,
  onOutput?: (output: Buffer) => unknown,
  build?: string,
): WorkerProcess {
  const child = spawn(process.execPath, [programFile('src/bin/worker', build)], {
    env: world.env,
    stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'ignore', 'inherit'],
  })
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput)
  const end = (signal: NodeJS.Signals) => async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    kill: end('SIGKILL'),
    stop: end('SIGTERM'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}
