import { spawnWorker, type WorkerProcess } from '../../support/worker-process'

export interface Replacement {
  /** Which of the workers, from 0. */
  worker: number
  /** The folder of its build. */
  build: string
  signal: 'SIGTERM' | 'SIGKILL'
}

/** Worker processes that are replaced one at a time. */
export interface Fleet {
  /** Ends a worker and starts its successor at once; resolves when the one is gone and the other works. */
  replace(replacement: Replacement): Promise<void>
  /** Lines of the workers' logs so far that `pattern` is in. */
  countLines(pattern: RegExp): number
  stop(): Promise<void>
}

export async function startFleet(env: NodeJS.ProcessEnv, size: number, build: string): Promise<Fleet> {
  const lines: string[] = []
  const start = () => spawnWorking(env, build, lines)
  const workers = await Promise.all(Array.from({ length: size }, start))

  return {
    async replace({ worker, build: next, signal }) {
      const [old, successor] = [workers[worker], spawnWorking(env, next, lines)]
      await (signal === 'SIGTERM' ? old?.stop() : old?.kill())
      workers[worker] = await successor
    },
    countLines: (pattern) => lines.filter((line) => pattern.test(line)).length,
    stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))),
  }
}

/** Resolves when it says that it works. */
function spawnWorking(env: NodeJS.ProcessEnv, build: string, lines: string[]): Promise<WorkerProcess> {
  return new Promise((resolve) => {
    let rest = ''
    const worker = spawnWorker({ env: { ...env, LOG_LEVEL: 'info' } }, listen, build)
    function listen(output: Buffer): void {
      const parts = (rest + output.toString()).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
      if (parts.some((line) => line.includes('"msg":"working"'))) resolve(worker)
    }
  })
}
