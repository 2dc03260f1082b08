import type { Worker } from '@temporalio/worker'
import express from 'express'
import type { Config } from '../config'
import type { TaskQueues } from '../domain/ports/task-queues'
import { tellQueue } from '../domain/task-queue'
import { CHECK_TIMEOUT_MS, checkReadiness, type HealthCheck } from '../observability/health'
import { inTime } from '../observability/in-time'
import { arePolling } from '../temporal/polls'
import { listen, type Listening } from './listen'

interface WorkerHealth {
  workers: Worker[]
  queues: TaskQueues
  /** What it cannot work without, by name. */
  checks: Record<string, HealthCheck>
}

/**
 * `/healthz`: the process lives; what it has lost comes back without a restart. `/readyz`: its polls reach Temporal, and what
 * it needs answers; 503 where one of these is down. What waits in the queues, its own or not, is told beside it.
 * @throws ListenError
 */
export function serveWorkerHealth(
  { workers, queues, checks }: WorkerHealth,
  { WORKER_HEALTH_HOST: host, WORKER_HEALTH_PORT: port }: Pick<Config, 'WORKER_HEALTH_HOST' | 'WORKER_HEALTH_PORT'>,
): Promise<Listening> {
  const pollers = async () => {
    if (!arePolling(workers, await queues.read())) throw new Error('not every queue is polled')
  }
  const app = express().disable('x-powered-by')
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  app.get('/readyz', async (_request, response) => {
    const [{ ready, dependencies }, states] = await Promise.all([
      checkReadiness({ pollers, ...checks }, CHECK_TIMEOUT_MS),
      inTime(queues.read(), CHECK_TIMEOUT_MS).catch(() => null),
    ])
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not-ready',
      dependencies,
      queues: states?.map(tellQueue) ?? null,
    })
  })
  return listen(app, { host, port, portVariable: 'WORKER_HEALTH_PORT' })
}
