import type { Clock } from '../domain/ports/clock'
import type { RunStart } from '../domain/ports/jobs'

export interface ReconcileDependencies {
  overdue: { find(nowMs: number): Promise<(RunStart & { asleep: boolean })[]> }
  runs: { start(run: RunStart): Promise<void>; wake(jobId: string): Promise<void> }
  clock: Clock
}

export function createReconcileActivities({ overdue, runs, clock }: ReconcileDependencies) {
  return {
    /** Starting is idempotent by the job id, and a woken run only looks at its row: doing this too often does nothing. */
    async reconcile(): Promise<void> {
      for (const { asleep, ...run } of await overdue.find(clock.nowMs())) {
        await runs.start(run)
        if (asleep) await runs.wake(run.jobId)
      }
    },
  }
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>
