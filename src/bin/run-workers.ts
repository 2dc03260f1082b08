import { Runtime, type Worker } from '@temporalio/worker'

/**
 * Resolves once a signal has ended them all. One that fails does not come back by itself: the others end as by a signal, so
 * that their steps reach a checkpoint, and whoever supervises the process starts it anew.
 * @param causes what the runtime's logger was told that workers have failed of
 * @throws what the first of them has failed of
 */
export async function runWorkers(workers: Worker[], causes: readonly unknown[]): Promise<void> {
  const failures: unknown[] = []
  const run = (worker: Worker) =>
    worker.run().catch((error: unknown) => {
      failures.push(error)
      for (const other of workers) if (other.getState() === 'RUNNING') other.shutdown()
    })
  await Promise.all(workers.map(run))
  if (failures.length === 0) return
  Runtime.instance().flushLogs()
  throw causes[0] ?? failures[0]
}
