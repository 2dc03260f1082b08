import { createReconcileActivities } from '../../src/activities/reconcile'
import { createOverdueJobs } from '../../src/database/publish-jobs/overdue'
import type { PublisherWorld } from './publisher'
import { systemClock, type RunningWorkers } from './workers'

/** One round of the reconciler, at the interval that the world is configured with. */
export function reconcilerOf({ prisma, config }: PublisherWorld, { gateway }: RunningWorkers): () => Promise<void> {
  const overdue = createOverdueJobs(prisma, config.RECONCILE_INTERVAL_MS)
  return createReconcileActivities({ overdue, runs: gateway, clock: systemClock }).reconcile
}
