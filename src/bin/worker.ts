import { NativeConnection, Runtime } from '@temporalio/worker'
import { parseConfig, type Config } from '../config'
import { createPrisma } from '../database/prisma'
import { createQuotaDays } from '../database/quota/quota-days'
import { callMetrics } from '../observability/call-metrics'
import { callSpans } from '../observability/call-spans'
import { callWatches } from '../observability/call-watches'
import { createLogger, type Logger } from '../observability/logger'
import { createProcessRegistry } from '../observability/metrics'
import { CORE_LOGGING, temporalLogger } from '../observability/temporal-log'
import { startTracing } from '../observability/tracing'
import { createClient } from '../temporal/connection'
import { ensureSchedules } from '../temporal/ensure-schedules'
import { createWorkers } from '../temporal/workers'
import { exitWith } from './exit'
import { startFanOut } from './fan-out-loop'
import { checkKeys } from './key-check'
import { openObjectStore } from './object-store'
import { quotaPlanOf } from './quota-plan'
import { scheduleTableOf } from './schedule-table'
import { settleParts, settleRestore } from './settle-restore'
import { assembleActivities } from './worker-activities'
import { serveWorkerHealth } from './worker-health'
import { serveWorkerMetrics } from './worker-metrics'

async function main(): Promise<void> {
  const config = parseConfig(process.env)
  const logger = createLogger('worker', config.LOG_LEVEL)
  installRuntime(logger)
  const tracing = startTracing('publisher-worker', process.env, logger)
  // A worker without its server is no worker: the process ends, and whoever supervises it starts it again.
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS })
  try {
    await work(config, connection, logger)
  } finally {
    await connection.close()
    await tracing.stop()
  }
}

/** Serves its queues until a signal comes; running steps get time to reach a checkpoint. */
async function work(config: Config, connection: NativeConnection, logger: Logger): Promise<void> {
  const clock = { nowMs: () => Date.now() }
  const registry = createProcessRegistry()
  const watch = callWatches([callSpans(), callMetrics(registry)])
  const prisma = createPrisma(config.DATABASE_URL)
  await checkKeys(config, prisma, logger)
  await createQuotaDays(prisma, clock, quotaPlanOf(config)).adoptPlan()
  const client = createClient(config)
  const restored = await settleRestore(settleParts(prisma, client, clock))
  if (restored) logger.warn(restored, 'the database was restored from a backup: its jobs were compared with Temporal')
  const store = openObjectStore(config)
  const workers = await createWorkers({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    roles: config.WORKER_QUEUES,
    uploadSlots: config.UPLOAD_SLOTS,
    activities: assembleActivities({ config, prisma, client, store, clock, watch }),
    nowMs: clock.nowMs,
  })
  await ensureSchedules(client, scheduleTableOf(config))
  const health = await serveWorkerHealth(workers, config.WORKER_HEALTH_PORT)
  const metrics = await serveWorkerMetrics(config, { registry, prisma, clock, logger })
  const fanOut = config.WORKER_QUEUES.includes('publish')
    ? startFanOut({ config, prisma, client, clock, logger })
    : undefined
  logger.info({ queues: workers.map((worker) => worker.options.taskQueue) }, 'working')
  try {
    await Promise.all(workers.map((worker) => worker.run()))
  } finally {
    await Promise.all([health.close(), metrics.close(), fanOut?.close()])
    store.close()
    await Promise.all([client.connection.close(), prisma.$disconnect()])
  }
}

const installRuntime = (logger: Logger) =>
  Runtime.install({ logger: temporalLogger(logger), telemetryOptions: { logging: CORE_LOGGING } })

main().catch(exitWith)
