import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '../api/app'
import { createFollowing } from '../api/follow/following'
import { eventReadersOf } from './event-readers'
import { dependencyChecks } from './dependency-checks'
import { exitWith } from './exit'
import { checkKeys } from './key-check'
import { listen } from './listen'
import { loginsOf } from './logins'
import { openObjectStore } from './object-store'
import { parseConfig } from '../config'
import { createApiKeys } from '../database/api-keys'
import { createChangeListener } from '../database/change-listener'
import { createCheckpoints } from '../database/checkpoints'
import { createJobEvents } from '../database/job-events'
import { createPlatformEvents } from '../database/platform-events'
import { createPrisma } from '../database/prisma'
import { createJobHands } from '../database/publish-jobs/job-hands'
import { createQuotaMeter } from '../database/quota/quota-meter'
import type { Clock } from '../domain/ports/clock'
import { quotaPlanOf } from './quota-plan'
import { scheduleTableOf } from './schedule-table'
import { checkSchema, DatabaseOutOfReach } from './schema-check'
import { serveMetrics } from './serve-metrics'
import { stopOnSignal } from './stop-on-signal'
import { tellNeighbours } from './tell-neighbours'
import { explainTemporal } from './temporal-fault'
import { callMetrics } from '../observability/call-metrics'
import { callSpans } from '../observability/call-spans'
import { callWatches } from '../observability/call-watches'
import { createHttpRecorder } from '../observability/http-metrics'
import { createLogger, type Logger } from '../observability/logger'
import { createMetrics, createProcessRegistry } from '../observability/metrics'
import { startTracing } from '../observability/tracing'
import { PLATFORM_RULES } from '../platforms/registry'
import { createSignedLinks } from '../security/signed-links'
import { createTokenCipher } from '../security/token-cipher'
import { createClient } from '../temporal/connection'
import { createTargetChecks } from '../temporal/check-gateway'
import { createDeliveryRuns } from '../temporal/delivery-gateway'
import { createErasureRuns } from '../temporal/erasure-gateway'
import { createGateway } from '../temporal/gateway'
import { createInspectionRuns } from '../temporal/inspection-gateway'
import { createTokenOwner } from '../temporal/owner-gateway'
import { createScheduleStates } from '../temporal/schedule-states'
import { createSyncRuns } from '../temporal/sync-gateway'
import { createTaskQueues } from '../temporal/task-queues'

/** How long requests that are under way may take to finish once the process was told to stop. */
const SHUTDOWN_MS = 15_000

const clock: Clock = { nowMs: () => Date.now() }

async function main(): Promise<void> {
  const config = parseConfig(process.env)
  const logger = createLogger('api', config.LOG_LEVEL)
  const tracing = startTracing('publisher-api', process.env, logger)
  const prisma = createPrisma(config.DATABASE_URL)
  await checkSchema(prisma).catch(unlessOutOfReach(logger))
  await checkKeys(config, prisma, logger)
  const temporal = createClient(config)
  const store = openObjectStore(config)
  const cipher = createTokenCipher(config.TOKEN_KEYS)
  const namespace = config.TEMPORAL_NAMESPACE
  const quotaPlan = quotaPlanOf(config)

  const changes = createChangeListener(config.DATABASE_URL, logger)
  const following = createFollowing({
    events: createJobEvents(prisma),
    apiKeys: createApiKeys(prisma),
    changes,
    logger,
  })

  const registry = createProcessRegistry()
  const watch = callWatches([callSpans(), callMetrics(registry)])
  const checks = dependencyChecks({ prisma, store, temporal: temporal.connection, namespace })
  const askTemporal = () =>
    checks.temporal().catch((error: unknown) => {
      throw explainTemporal(error, config)
    })
  tellNeighbours({ temporal: askTemporal, storage: checks.storage }, logger)
  let isStopping = false

  const app = createApp({
    prisma,
    hands: createJobHands(prisma, clock),
    runs: createGateway(temporal),
    erasureRuns: createErasureRuns(temporal),
    targetChecks: createTargetChecks(temporal, clock),
    inspectionRuns: createInspectionRuns(temporal),
    syncRuns: createSyncRuns(temporal),
    schedules: createScheduleStates(temporal, scheduleTableOf(config), clock),
    events: createPlatformEvents(prisma, createCheckpoints(prisma, cipher, clock), clock),
    eventReaders: eventReadersOf(config),
    objects: store,
    rules: PLATFORM_RULES,
    logins: loginsOf(config, clock, createQuotaMeter(prisma, clock, quotaPlan), watch),
    owner: createTokenOwner(temporal, clock),
    cipher,
    deliveryRuns: createDeliveryRuns(temporal),
    webhookTargets: { allowLoopback: config.WEBHOOKS_ALLOW_LOOPBACK },
    pageLinks: createSignedLinks(config.TOKEN_KEYS, 'post-page'),
    connect: {
      publicUrl: config.API_PUBLIC_URL,
      returnUrls: config.CONNECT_RETURN_URLS,
      timeoutMs: config.CONNECT_TIMEOUT_MS,
    },
    following,
    clock,
    logger,
    requests: createHttpRecorder(registry, following.count),
    checks,
    isStopping: () => isStopping,
    queues: createTaskQueues(temporal.connection, namespace, clock),
    quotaPlan,
    requestsPerMinute: config.API_REQUESTS_PER_MINUTE,
    quotaSpreadMs: config.QUOTA_SPREAD_MS,
    workflowUrl: (jobId) => `${config.TEMPORAL_UI_URL}/namespaces/${namespace}/workflows/${jobId}`,
    uploadTimeoutMs: config.VIDEO_UPLOAD_TIMEOUT_MS,
    objectUrl: (key) => `${config.R2_ENDPOINT}/${config.R2_BUCKET}/${encodeURI(key)}`,
  })
  const api = await listen(app, { host: config.API_HOST, port: config.API_PORT, portVariable: 'API_PORT' })
  const metrics = await serveMetrics(createMetrics({ registry, parts: {}, logger }), {
    ...{ host: config.METRICS_HOST, port: config.API_METRICS_PORT, portVariable: 'API_METRICS_PORT' },
  })
  logger.info({ url: api.url }, 'listening')

  const stop = async (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping')
    isStopping = true
    api.drain()
    await pause(config.API_DRAIN_MS)
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    following.close()
    await api.close()
    await metrics.close()
    await changes.close()
    await prisma.$disconnect()
    await tracing.stop()
    // What is still being retried towards Temporal is the reconciler's; closing its connection under it would throw.
    process.exit(0)
  }
  stopOnSignal((signal) => void stop(signal))
}

/** It serves, and says so, as soon as the database is there. */
const unlessOutOfReach = (logger: Logger) => (error: unknown) => {
  if (!(error instanceof DatabaseOutOfReach)) throw error
  logger.error(error.message)
}

main().catch(exitWith)
