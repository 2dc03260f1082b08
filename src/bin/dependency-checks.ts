import type { ConnectionLike } from '@temporalio/client'
import type { PrismaClient } from '../database/prisma'
import type { ObjectStore } from '../domain/ports/storage'
import { CHECK_TIMEOUT_MS, type HealthCheck } from '../observability/health'

interface Dependencies {
  prisma: PrismaClient
  store: Pick<ObjectStore, 'ping'>
  temporal: Pick<ConnectionLike, 'workflowService' | 'withDeadline'>
  namespace: string
}

/** What readiness asks of what lies around a process. */
export const dependencyChecks = ({ prisma, store, temporal, namespace }: Dependencies) =>
  ({
    database: () => prisma.$queryRaw`SELECT 1`,
    // Without a deadline, every probe of a Temporal that is down would go on retrying by itself.
    temporal: () =>
      temporal.withDeadline(Date.now() + CHECK_TIMEOUT_MS, () =>
        temporal.workflowService.describeNamespace({ namespace }),
      ),
    storage: () => store.ping(),
  }) satisfies Record<string, HealthCheck>
