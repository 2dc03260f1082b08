import type { Registry } from 'prom-client'
import type { Config } from '../config'
import type { PrismaClient } from '../database/prisma'
import { createWatchedJobs } from '../database/publish-jobs/watched-jobs'
import { createQuotaDays } from '../database/quota/quota-days'
import { createRoundReports } from '../database/round-reports'
import { createStanding } from '../database/standing'
import { readWebhookHealth } from '../database/webhooks/watch'
import type { Clock } from '../domain/ports/clock'
import type { TaskQueues } from '../domain/ports/task-queues'
import { pacificDay } from '../domain/quota'
import { jobMetrics } from '../observability/job-metrics'
import type { Logger } from '../observability/logger'
import { createMetrics, type ForeignMetrics, type MetricsPart } from '../observability/metrics'
import { queueMetrics } from '../observability/queue-metrics'
import { quotaMetrics } from '../observability/quota-metrics'
import { roundMetrics } from '../observability/round-metrics'
import { standingMetrics } from '../observability/standing-metrics'
import { webhookMetrics } from '../observability/webhook-metrics'
import type { Listening } from './listen'
import { quotaPlanOf } from './quota-plan'
import { serveMetrics } from './serve-metrics'

interface Sources {
  prisma: PrismaClient
  clock: Clock
  queues: TaskQueues
}

interface ProcessSources {
  /** What this process counts by itself is registered there. */
  registry: Registry
  logger: Logger
  /** What Temporal's SDK measures in this process. */
  temporal: ForeignMetrics
}

/** `/metrics` of a worker: what it counts, and what is read from elsewhere. @throws ListenError */
export function serveWorkerMetrics(
  config: Config,
  { registry, logger, temporal, ...sources }: Sources & ProcessSources,
): Promise<Listening> {
  const metrics = createMetrics({ registry, parts: workerParts(config, sources), foreign: { temporal }, logger })
  return serveMetrics(metrics, { host: config.METRICS_HOST, port: config.METRICS_PORT, portVariable: 'METRICS_PORT' })
}

/** The rows are told by those who work on them, and not by the many that may only upload. */
export function workerParts(config: Config, { prisma, clock, queues }: Sources): Record<string, MetricsPart> {
  const ofAll = { queues: queueMetrics(queues) }
  if (!config.WORKER_QUEUES.includes('publish')) return ofAll
  const quotaDays = createQuotaDays(prisma, clock, quotaPlanOf(config))
  return {
    ...ofAll,
    rounds: roundMetrics(createRoundReports(prisma), clock),
    jobs: jobMetrics(createWatchedJobs(prisma)),
    webhooks: webhookMetrics(() => readWebhookHealth(prisma)),
    standing: standingMetrics(createStanding(prisma, clock).read, clock),
    quota: quotaMetrics(() => quotaDays.find(pacificDay(clock.nowMs()))),
  }
}
