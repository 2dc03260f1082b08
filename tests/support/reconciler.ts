import { createReconcileActivities } from '../../src/activities/reconcile'
import { createErasures } from '../../src/database/erasures'
import { createOverdueJobs } from '../../src/database/publish-jobs/overdue'
import { createErasureRuns } from '../../src/temporal/erasure-gateway'
import type { Clock } from '../../src/domain/ports/clock'
import type { PublisherWorld } from './publisher'
import { systemClock, type RunningWorkers } from './workers'

/** One round of the reconciler, at the interval that the world is configured with. */
export function reconcilerOf(
  { prisma, config }: PublisherWorld,
  workers: RunningWorkers,
  clock: Clock = systemClock,
): () => Promise<void> {
  return createReconcileActivities({
    overdue: createOverdueJobs(prisma, config.RECONCILE_INTERVAL_MS),
    runs: workers.gateway,
    erasures: createErasures(prisma, clock),
    erasureRuns: createErasureRuns(workers.client),
    clock,
  }).reconcile
}
