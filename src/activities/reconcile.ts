import type { Clock } from '../domain/ports/clock'
import type { ErasureRuns } from '../domain/ports/erasure'
import type { RunStart } from '../domain/ports/jobs'

export interface ReconcileDependencies {
  /** In batches. */
  overdue: { find(nowMs: number): AsyncIterable<(RunStart & { asleep: boolean })[]> }
  runs: { start(run: RunStart): Promise<void>; wake(jobId: string): Promise<void> }
  erasures: { unfinished(beforeMs: number): Promise<string[]> }
  erasureRuns: ErasureRuns
  clock: Clock
}

/** An erasure is started as soon as it was requested. */
const START_LOST_MS = 10_000

export function createReconcileActivities({ overdue, runs, erasures, erasureRuns, clock }: ReconcileDependencies) {
  async function help({ asleep, ...run }: RunStart & { asleep: boolean }): Promise<void> {
    await runs.start(run)
    if (asleep) await runs.wake(run.jobId)
  }

  return {
    /** Starting is idempotent by the id of the run, and a woken one only looks at its row: doing this too often does nothing. */
    async reconcile(): Promise<void> {
      for await (const batch of overdue.find(clock.nowMs())) await Promise.all(batch.map(help))
      for (const userId of await erasures.unfinished(clock.nowMs() - START_LOST_MS)) await erasureRuns.start(userId)
    },
  }
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>
