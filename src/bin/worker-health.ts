import type { Worker } from '@temporalio/worker'
import express from 'express'
import { listen, type Listening } from './listen'

/**
 * `/healthz`: the process lives. `/readyz`: every worker polls its queue; a worker that runs without polling is not
 * ready, whatever its process says.
 * @throws ListenError
 */
export function serveWorkerHealth(workers: Worker[], port: number): Promise<Listening> {
  const app = express().disable('x-powered-by')
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  app.get('/readyz', (_request, response) => {
    const queues = Object.fromEntries(workers.map((worker) => [worker.options.taskQueue, worker.getState()]))
    const isReady = workers.every((worker) => worker.getState() === 'RUNNING')
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not-ready', queues })
  })
  return listen(app, { host: '127.0.0.1', port, portVariable: 'WORKER_HEALTH_PORT' })
}
