import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { Worker } from '@temporalio/worker'

/**
 * `/healthz`: the process lives. `/readyz`: every worker polls its queue; a worker that runs without polling is not
 * ready, whatever its process says.
 */
export async function serveWorkerHealth(workers: Worker[], port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const queues = Object.fromEntries(workers.map((worker) => [worker.options.taskQueue, worker.getState()]))
    const ready = workers.every((worker) => worker.getState() === 'RUNNING')
    const status = request.url === '/healthz' || ready ? 200 : 503
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ready, queues }))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
