import express from 'express'
import type { Metrics } from '../observability/metrics'
import { listen, type ListenAddress, type Listening } from './listen'

/** `/metrics` for Prometheus, on a port of its own. Nobody is asked who they are. @throws ListenError */
export function serveMetrics(metrics: Metrics, address: ListenAddress): Promise<Listening> {
  const app = express().disable('x-powered-by')
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.read())
  })
  return listen(app, address)
}
