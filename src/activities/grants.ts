import type { Clock } from '../domain/ports/clock'
import type { JobRuns } from '../domain/ports/jobs'
import type { QuotaGrants } from '../domain/ports/quota'
import type { RoundReports } from '../domain/ports/rounds'
import { GRANT_SCHEDULE_ID } from '../domain/schedule-ids'

export interface GrantDependencies {
  grants: QuotaGrants
  runs: Pick<JobRuns, 'wake'>
  reports: RoundReports
  clock: Clock
}

export function createGrantActivities({ grants, runs, reports, clock }: GrantDependencies) {
  return {
    /**
     * Gives what is free of the day's uploads to those who wait, and tells their runs. A run that is not told finds it in
     * its row: the reconciler wakes whatever sleeps past its start.
     * @param reported as the round of the schedule; places that become free in between are given without a word
     */
    async grantQuota({ reported = false }: { reported?: boolean } = {}): Promise<void> {
      const startedAtMs = clock.nowMs()
      const given = await grants.grant()
      await Promise.all(given.map(({ jobId }) => runs.wake(jobId)))
      const counts = { granted: given.length }
      if (reported)
        await reports.save({ name: GRANT_SCHEDULE_ID, startedAtMs, endedAtMs: clock.nowMs(), counts, findings: [] })
    },
  }
}

export type GrantActivities = ReturnType<typeof createGrantActivities>
