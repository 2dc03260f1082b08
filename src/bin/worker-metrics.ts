import express from 'express'
import type { Config } from '../config'
import { createRoundReports } from '../database/round-reports'
import type { PrismaClient } from '../database/prisma'
import { createWatchedJobs } from '../database/publish-jobs/watched-jobs'
import { readWebhookHealth } from '../database/webhooks/watch'
import type { Clock } from '../domain/ports/clock'
import { jobMetrics } from '../observability/job-metrics'
import type { Logger } from '../observability/logger'
import { createMetrics } from '../observability/metrics'
import { roundMetrics } from '../observability/round-metrics'
import { webhookMetrics } from '../observability/webhook-metrics'
import { listen, type Listening } from './listen'

interface MetricsParts {
  prisma: PrismaClient
  clock: Clock
  logger: Logger
}

/** `/metrics` for Prometheus. Nobody is asked who they are. @throws ListenError */
export function serveWorkerMetrics(
  config: Pick<Config, 'METRICS_HOST' | 'METRICS_PORT'>,
  { prisma, clock, logger }: MetricsParts,
): Promise<Listening> {
  const metrics = createMetrics([
    roundMetrics(createRoundReports(prisma), clock),
    jobMetrics(createWatchedJobs(prisma)),
    webhookMetrics(() => readWebhookHealth(prisma)),
  ])
  const app = express().disable('x-powered-by')
  app.get('/metrics', async (_request, response) => {
    try {
      const text = await metrics.read()
      response.type(metrics.contentType).send(text)
    } catch (error) {
      logger.warn({ error }, 'the metrics could not be read')
      response.status(503).type('text').send('The database does not answer.\n')
    }
  })
  return listen(app, { host: config.METRICS_HOST, port: config.METRICS_PORT, portVariable: 'METRICS_PORT' })
}
