import { CHECK_TIMEOUT_MS, checkReadiness, type HealthCheck } from '../../observability/health'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { live, readiness } from '../schemas/health'

export interface HealthDeps {
  /** What readiness asks, by name. */
  checks: Record<string, HealthCheck>
  /** Whether the process was told to end. */
  isStopping(): boolean
}

/** Without it no request can be answered; without the others jobs are accepted and go on later (decision 0044). */
const ESSENTIAL = 'database'

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

export const getReadiness = ({ checks, isStopping }: HealthDeps) =>
  route(
    {
      method: 'get',
      path: '/readyz',
      operationId: 'getReadiness',
      summary: 'Whether requests should be sent here, and which of the dependencies answer',
      tag: 'Health',
      answer: readiness,
      statuses: {
        200: 'They should: the database answers. `degraded`: another dependency does not; jobs are accepted, and go on when it is back',
      },
      problems: ['not-ready', 'stopping'],
    },
    async () => {
      if (isStopping()) throw new ApiProblem('stopping')
      const { ready, dependencies } = await checkReadiness(checks, CHECK_TIMEOUT_MS)
      if (dependencies[ESSENTIAL] === 'down') throw new ApiProblem('not-ready', { dependencies })
      return { status: 200, body: { status: ready ? ('ready' as const) : ('degraded' as const), dependencies } }
    },
  )
