import { createGrantActivities } from '../../src/activities/grants'
import { createReconcileActivities } from '../../src/activities/reconcile'
import { createErasures } from '../../src/database/erasures'
import { createInspections } from '../../src/database/inspections'
import { createOverdueJobs } from '../../src/database/publish-jobs/overdue'
import { createWatchedJobs } from '../../src/database/publish-jobs/watched-jobs'
import { createQuotaGrants } from '../../src/database/quota/grants'
import { createRoundReports } from '../../src/database/round-reports'
import { createVideoUploads } from '../../src/database/video-uploads'
import { createWebhookFanOut } from '../../src/database/webhooks/fan-out'
import { createWebhookWatch } from '../../src/database/webhooks/watch'
import { pacingOf } from '../../src/bin/pacing'
import { quotaPlanOf } from '../../src/bin/quota-plan'
import { stuckLimits } from '../../src/domain/stuck-jobs'
import { createDeliveryRuns } from '../../src/temporal/delivery-gateway'
import { createErasureRuns } from '../../src/temporal/erasure-gateway'
import { createInspectionRuns } from '../../src/temporal/inspection-gateway'
import { createOpenRuns } from '../../src/temporal/open-runs'
import type { Clock } from '../../src/domain/ports/clock'
import type { PublisherWorld } from './publisher'
import { systemClock, type RunningWorkers } from './workers'

/** One round of the reconciler, at the interval that the world is configured with. */
export function reconcilerOf(
  { prisma, config, store }: PublisherWorld,
  workers: RunningWorkers,
  clock: Clock = systemClock,
): () => Promise<void> {
  const runs = workers.gateway
  const { reconcile } = createReconcileActivities({
    overdue: createOverdueJobs(prisma, config.RECONCILE_INTERVAL_MS),
    watched: createWatchedJobs(prisma),
    openRuns: createOpenRuns(workers.client, systemClock),
    stuckLimits: stuckLimits(config.RECONCILE_INTERVAL_MS, pacingOf(config)),
    reports: createRoundReports(prisma),
    runs,
    erasures: createErasures(prisma, clock),
    erasureRuns: createErasureRuns(workers.client),
    webhookWatch: createWebhookWatch(prisma),
    fanOut: createWebhookFanOut(prisma, clock),
    deliveryRuns: createDeliveryRuns(workers.client),
    inspections: createInspections(prisma, clock),
    inspectionRuns: createInspectionRuns(workers.client),
    videoUploads: createVideoUploads(prisma),
    store,
    clock,
  })
  const grants = createQuotaGrants(prisma, clock, quotaPlanOf(config), config.QUOTA_SPREAD_MS)
  const { grantQuota } = createGrantActivities({ grants, runs, reports: createRoundReports(prisma), clock })
  return async () => {
    await reconcile()
    await grantQuota()
  }
}
