import type { Clock } from '../domain/ports/clock'
import type { ErasureRuns } from '../domain/ports/erasure'
import type { InspectionRows, InspectionRuns } from '../domain/ports/inspection'
import type { RunStart } from '../domain/ports/jobs'
import type { RoundReports } from '../domain/ports/rounds'
import { RECONCILE_SCHEDULE_ID } from '../domain/schedule-ids'
import { mendWebhooks, type MendDependencies } from './fan-out'
import { createEndedUploads, type EndedUploadsDependencies } from './ended-uploads'
import { createWatch, type WatchDependencies } from './watch'

export interface ReconcileDependencies extends WatchDependencies, MendDependencies, EndedUploadsDependencies {
  /** In batches. `fresh`: it was accepted, and never claimed by a run. */
  overdue: { find(nowMs: number): AsyncIterable<OverdueRun[]> }
  runs: { start(run: RunStart): Promise<void>; wake(jobId: string): Promise<void> }
  erasures: { unfinished(beforeMs: number): Promise<string[]> }
  erasureRuns: ErasureRuns
  inspections: Pick<InspectionRows, 'waiting'>
  inspectionRuns: Pick<InspectionRuns, 'start'>
  reports: RoundReports
  clock: Clock
}

type OverdueRun = RunStart & { asleep: boolean; fresh: boolean }

/** An erasure is started as soon as it was requested, an inspection as soon as the object is there. */
const START_LOST_MS = 10_000

export function createReconcileActivities(deps: ReconcileDependencies) {
  const { overdue, runs, erasures, erasureRuns, inspections, inspectionRuns, reports, clock } = deps
  const endUploads = createEndedUploads(deps)
  const watch = createWatch(deps)

  async function help({ asleep, fresh: _fresh, ...run }: OverdueRun): Promise<void> {
    await runs.start(run)
    if (asleep) await runs.wake(run.jobId)
  }

  async function helpAll() {
    const counts = { started: 0, woken: 0, asked: 0 }
    for await (const batch of overdue.find(clock.nowMs())) {
      await Promise.all(batch.map(help))
      for (const { asleep, fresh } of batch) counts[fresh ? 'started' : asleep ? 'woken' : 'asked']++
    }
    return counts
  }

  return {
    /**
     * Starting is idempotent by the id of the run, and a woken one only looks at its row: doing this too often does nothing.
     * What that does not heal is told by the report of the round.
     */
    async reconcile(): Promise<void> {
      const startedAtMs = clock.nowMs()
      const helped = await helpAll()
      const erased = await erasures.unfinished(clock.nowMs() - START_LOST_MS)
      for (const userId of erased) await erasureRuns.start(userId)
      const inspected = await inspections.waiting(clock.nowMs() - START_LOST_MS)
      for (const videoId of inspected) await inspectionRuns.start(videoId)
      const webhooks = await mendWebhooks(deps, clock.nowMs())
      const uploads = await endUploads()
      const { counts, findings } = await watch()
      await reports.save({
        name: RECONCILE_SCHEDULE_ID,
        startedAtMs,
        endedAtMs: clock.nowMs(),
        counts: {
          ...{ ...helped, erasures: erased.length, inspections: inspected.length, ...uploads },
          ...{ ...webhooks.counts, ...counts },
          findings: (counts.findings ?? 0) + webhooks.findings.length,
        },
        findings: [...findings, ...webhooks.findings],
      })
    },
  }
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>
