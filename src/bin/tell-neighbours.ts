import { PublishError } from '../domain/errors'
import type { HealthCheck } from '../observability/health'
import type { Logger } from '../observability/logger'

/**
 * Says in the log why a neighbour does not answer that the process starts without: a bucket or a Temporal that is away for a
 * while must not keep it from what it can do meanwhile, and readiness only says that it is down.
 */
export function tellNeighbours(checks: Record<string, HealthCheck>, logger: Logger): void {
  for (const [neighbour, check] of Object.entries(checks))
    check().catch((error: unknown) => logger.error({ neighbour }, sentenceOf(error)))
}

function sentenceOf(error: unknown): string {
  if (error instanceof PublishError) return `${error.message} ${error.problem.remedy}`
  return error instanceof Error ? error.message : String(error)
}
