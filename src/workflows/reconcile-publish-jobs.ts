import { proxyActivities } from '@temporalio/workflow'
import type { ReconcileActivities } from '../activities/reconcile'

const { reconcile } = proxyActivities<ReconcileActivities>({
  // Its worker may die, and the next round waits for it.
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3 },
})

/** Starts accepted jobs that have no run, and wakes those whose wait is over. */
export async function reconcilePublishJobs(): Promise<void> {
  await reconcile()
}
