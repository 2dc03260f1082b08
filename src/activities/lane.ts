import { log } from '@temporalio/activity'
import type { CommitLane, RunId, RunRows } from '../domain/ports/run'

/** What it takes to let the posts of an account go out one after the other. */
export interface LaneDependencies {
  lane: CommitLane
  runs: { wake(jobId: string): Promise<void> }
}

/** The rows' statements; whichever ends a commit also tells the first of those that wait for the account. */
export function tellingNext(rows: RunRows, { lane, runs }: LaneDependencies): RunRows {
  async function tell(jobId: string): Promise<void> {
    try {
      await runs.wake(jobId)
    } catch (error) {
      log.warn('a job that waits for its account was not told; it looks by itself, only later', { jobId, error })
    }
  }

  const thenTell =
    <Args extends [RunId, ...unknown[]]>(work: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      await work(...args)
      const next = await lane.next(args[0])
      if (next !== null) await tell(next)
    }
  return {
    ...rows,
    notPublished: thenTell(rows.notPublished),
    recordPost: thenTell(rows.recordPost),
    recordHandedOver: thenTell(rows.recordHandedOver),
    fail: thenTell(rows.fail),
  }
}
