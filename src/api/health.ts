import type { Router } from 'express'
import { checkReadiness } from '../observability/health'
import type { HealthCheck } from '../observability/health'
import { ApiProblem } from './problems'

const CHECK_TIMEOUT_MS = 2_000

/** `/healthz`: the process serves. `/readyz`: everything that it needs answers; 503 names what does not. */
export function serveHealth(router: Router, checks: Record<string, HealthCheck>): void {
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })

  router.get('/readyz', async (_request, response) => {
    const { ready, dependencies } = await checkReadiness(checks, CHECK_TIMEOUT_MS)
    if (!ready) throw new ApiProblem('not-ready', { dependencies })
    response.json({ status: 'ready', dependencies })
  })
}
