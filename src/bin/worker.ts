import { NativeConnection, Runtime } from '@temporalio/worker'
import { parseConfig, type Config } from '../config'
import { createPrisma } from '../database/prisma'
import { createQuotaDays } from '../database/quota/quota-days'
import { createWebhookFanOut } from '../database/webhooks/fan-out'
import { tellingMoves } from '../observability/counted'
import { callMetrics } from '../observability/call-metrics'
import { callSpans } from '../observability/call-spans'
import { callWatches } from '../observability/call-watches'
import { inTime } from '../observability/in-time'
import { createLogger, type Logger } from '../observability/logger'
import { createProcessRegistry, type ForeignMetrics } from '../observability/metrics'
import { createRecorders } from '../observability/recorders'
import { CORE_LOGGING, temporalLogger } from '../observability/temporal-log'
import { temporalMetrics } from '../observability/temporal-metrics'
import { startTracing } from '../observability/tracing'
import { connectionOptionsOf, createClient } from '../temporal/connection'
import { ensureSchedules } from '../temporal/ensure-schedules'
import { createTaskQueues } from '../temporal/task-queues'
import { createWorkers } from '../temporal/workers'
import { checkSearchAttributes } from './attribute-check'
import { dependencyChecks } from './dependency-checks'
import { exitWith } from './exit'
import { startFanOut } from './fan-out-loop'
import { checkKeys } from './key-check'
import { openObjectStore } from './object-store'
import { quotaPlanOf } from './quota-plan'
import { runWorkers } from './run-workers'
import { scheduleTableOf } from './schedule-table'
import { checkSchema } from './schema-check'
import { settleParts, settleRestore } from './settle-restore'
import { tellNeighbours } from './tell-neighbours'
import { explainTemporal } from './temporal-fault'
import { assembleActivities } from './worker-activities'
import { serveWorkerHealth } from './worker-health'
import { serveWorkerMetrics } from './worker-metrics'

const CONNECT_TIMEOUT_MS = 15_000

async function main(): Promise<void> {
  const config = parseConfig(process.env)
  const logger = createLogger('worker', config.LOG_LEVEL)
  const measured = await temporalMetrics()
  const causes: unknown[] = []
  Runtime.install({
    logger: temporalLogger(logger, (cause) => causes.push(cause)),
    telemetryOptions: { logging: CORE_LOGGING, metrics: measured.exporter },
  })
  const tracing = startTracing('publisher-worker', process.env, logger)
  // A worker without its server is no worker: the process ends, and whoever supervises it starts it again.
  try {
    const connection = await inTime(NativeConnection.connect(connectionOptionsOf(config)), CONNECT_TIMEOUT_MS)
    await work(config, { connection, causes }, logger, measured.read)
    // Not after a failure: under workers that have not ended it would throw, and hide why.
    await connection.close()
  } catch (error) {
    throw explainTemporal(error, config)
  } finally {
    await tracing.stop()
  }
}

/** Serves its queues until a signal comes; running steps get time to reach a checkpoint. */
async function work(
  config: Config,
  { connection, causes }: { connection: NativeConnection; causes: readonly unknown[] },
  logger: Logger,
  temporal: ForeignMetrics,
): Promise<void> {
  const clock = { nowMs: () => Date.now() }
  const registry = createProcessRegistry()
  const watch = callWatches([callSpans(), callMetrics(registry)])
  const recorders = createRecorders(registry)
  const prisma = createPrisma(config.DATABASE_URL)
  await Promise.all([checkSearchAttributes(connection, config, logger), checkSchema(prisma)])
  await checkKeys(config, prisma, logger)
  await createQuotaDays(prisma, clock, quotaPlanOf(config)).adoptPlan()
  const client = createClient(config)
  const restored = await settleRestore(settleParts(prisma, client, clock))
  if (restored) logger.warn(restored, 'the database was restored from a backup: its jobs were compared with Temporal')
  const store = openObjectStore(config)
  const fanOut = tellingMoves(createWebhookFanOut(prisma, clock), recorders, logger)
  const workers = await createWorkers({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    roles: config.WORKER_QUEUES,
    uploadSlots: config.UPLOAD_SLOTS,
    activities: assembleActivities({ config, prisma, client, store, clock, watch, fanOut, recorders }),
    nowMs: clock.nowMs,
    recorders,
  })
  await ensureSchedules(client, scheduleTableOf(config))
  const checks = dependencyChecks({ prisma, store, temporal: connection, namespace: config.TEMPORAL_NAMESPACE })
  tellNeighbours({ storage: checks.storage }, logger)
  const queues = createTaskQueues(connection, config.TEMPORAL_NAMESPACE, clock)
  const health = await serveWorkerHealth({ workers, queues, checks }, config)
  const metrics = await serveWorkerMetrics(config, { registry, prisma, clock, logger, queues, temporal })
  const fanningOut = config.WORKER_QUEUES.includes('publish')
    ? startFanOut({ config, fanOut, client, logger })
    : undefined
  logger.info({ queues: workers.map((worker) => worker.options.taskQueue) }, 'working')
  try {
    await runWorkers(workers, causes)
  } finally {
    await Promise.all([health.close(), metrics.close(), fanningOut?.close()])
    store.close()
    await Promise.all([client.connection.close(), prisma.$disconnect()])
  }
}

main().catch(exitWith)
