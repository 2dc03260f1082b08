import { proxyActivities } from '@temporalio/workflow'
import type { ReconcileActivities } from '../activities/reconcile'
import { grantQuota } from './proxies'

const { reconcile } = proxyActivities<ReconcileActivities>({
  // Its worker may die, and the next round waits for it.
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3 },
})

/** Starts accepted jobs that have no run, wakes those whose wait is over, and leaves no upload of the day unused while one waits. */
export async function reconcilePublishJobs(): Promise<void> {
  try {
    await reconcile()
  } finally {
    await grantQuota()
  }
}
