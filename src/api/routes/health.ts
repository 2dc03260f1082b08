import { checkReadiness } from '../../observability/health'
import type { HealthCheck } from '../../observability/health'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { live, ready } from '../schemas/health'

const CHECK_TIMEOUT_MS = 2_000

export interface HealthDeps {
  /** What readiness asks, by name. */
  checks: Record<string, HealthCheck>
}

export const getLiveness = () =>
  route(
    {
      method: 'get',
      path: '/healthz',
      operationId: 'getLiveness',
      summary: 'Whether the process serves',
      tag: 'Health',
      answer: live,
      statuses: { 200: 'It does' },
      problems: [],
    },
    () => Promise.resolve({ status: 200, body: { status: 'ok' as const } }),
  )

export const getReadiness = ({ checks }: HealthDeps) =>
  route(
    {
      method: 'get',
      path: '/readyz',
      operationId: 'getReadiness',
      summary: 'Whether everything answers that the process needs; where not, `dependencies` of the problem tells what',
      tag: 'Health',
      answer: ready,
      statuses: { 200: 'Everything does' },
      problems: ['not-ready'],
    },
    async () => {
      const { ready, dependencies } = await checkReadiness(checks, CHECK_TIMEOUT_MS)
      if (!ready) throw new ApiProblem('not-ready', { dependencies })
      return { status: 200, body: { status: 'ready' as const, dependencies } }
    },
  )
