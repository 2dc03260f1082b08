/** What it takes to wake the jobs that wait for an account. */
export interface WakingDependencies {
  waiting: { find(connectionId: string): Promise<string[]> }
  runs: { wake(jobId: string): Promise<void> }
}

export function createWakingActivities({ waiting, runs }: WakingDependencies) {
  return {
    /** A woken run only looks at its row: doing this too often does nothing. */
    async wakeWaitingJobs({ connectionId }: { connectionId: string }): Promise<void> {
      for (const jobId of await waiting.find(connectionId)) await runs.wake(jobId)
    },
  }
}

export type WakingActivities = ReturnType<typeof createWakingActivities>
