import { proxyActivities, setCurrentDetails } from '@temporalio/workflow'
import type { ReconcileActivities } from '../activities/reconcile'
import { grantQuota } from './proxies'

const { reconcile } = proxyActivities<ReconcileActivities>({
  // Its worker may die, and the next round waits for it.
  summary: 'starts and wakes what nobody moves',
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3 },
})

/** Starts accepted jobs that have no run, wakes those whose wait is over, and leaves no upload of the day unused while one waits. */
export async function reconcilePublishJobs(): Promise<void> {
  setCurrentDetails('Starts jobs that have no run, wakes those whose wait is over, then gives free uploads of the day.')
  try {
    await reconcile()
  } finally {
    await grantQuota()
  }
}
