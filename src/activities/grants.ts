import type { JobRuns } from '../domain/ports/jobs'
import type { QuotaGrants } from '../domain/ports/quota'

export interface GrantDependencies {
  grants: QuotaGrants
  runs: Pick<JobRuns, 'wake'>
}

export function createGrantActivities({ grants, runs }: GrantDependencies) {
  return {
    /**
     * Gives what is free of the day's uploads to those who wait, and tells their runs. A run that is not told finds it in
     * its row: the reconciler wakes whatever sleeps past its start.
     */
    async grantQuota(): Promise<void> {
      const given = await grants.grant()
      await Promise.all(given.map(({ jobId }) => runs.wake(jobId)))
    },
  }
}

export type GrantActivities = ReturnType<typeof createGrantActivities>
