import type { Registry } from 'prom-client'
import type { Config } from '../config'
import type { PrismaClient } from '../database/prisma'
import { createStanding } from '../database/standing'
import { createQuotaDays } from '../database/quota/quota-days'
import { createWatchedJobs } from '../database/publish-jobs/watched-jobs'
import { createRoundReports } from '../database/round-reports'
import { readWebhookHealth } from '../database/webhooks/watch'
import type { Clock } from '../domain/ports/clock'
import type { TaskQueues } from '../domain/ports/task-queues'
import { pacificDay } from '../domain/quota'
import { jobMetrics } from '../observability/job-metrics'
import type { Logger } from '../observability/logger'
import { createMetrics, type ForeignMetrics } from '../observability/metrics'
import { quotaMetrics } from '../observability/quota-metrics'
import { standingMetrics } from '../observability/standing-metrics'
import { queueMetrics } from '../observability/queue-metrics'
import { roundMetrics } from '../observability/round-metrics'
import { webhookMetrics } from '../observability/webhook-metrics'
import type { Listening } from './listen'
import { quotaPlanOf } from './quota-plan'
import { serveMetrics } from './serve-metrics'

interface MetricsSources {
  /** What this process counts by itself is registered there. */
  registry: Registry
  prisma: PrismaClient
  clock: Clock
  logger: Logger
  queues: TaskQueues
  /** What Temporal's SDK measures in this process. */
  temporal: ForeignMetrics
}

/** `/metrics` of a worker: what it counts, and what the database tells to each of them alike. @throws ListenError */
export function serveWorkerMetrics(
  config: Config,
  { registry, prisma, clock, logger, queues, temporal }: MetricsSources,
): Promise<Listening> {
  const quotaDays = createQuotaDays(prisma, clock, quotaPlanOf(config))
  const metrics = createMetrics({
    registry,
    parts: {
      rounds: roundMetrics(createRoundReports(prisma), clock),
      jobs: jobMetrics(createWatchedJobs(prisma)),
      webhooks: webhookMetrics(() => readWebhookHealth(prisma)),
      standing: standingMetrics(createStanding(prisma, clock).read, clock),
      quota: quotaMetrics(() => quotaDays.find(pacificDay(clock.nowMs()))),
      queues: queueMetrics(queues),
    },
    foreign: { temporal },
    logger,
  })
  return serveMetrics(metrics, { host: config.METRICS_HOST, port: config.METRICS_PORT, portVariable: 'METRICS_PORT' })
}
