import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { PublishError } from '../domain/errors'
import type { TargetChecks } from '../domain/ports/check'
import type { Clock } from '../domain/ports/clock'
import { PRIORITY } from '../domain/urgency'
import type { checkTarget } from '../workflows'
import { PUBLISH_QUEUE } from '../workflows/contract'

/** How long a caller is kept waiting; a check that nobody has begun by then is not begun any more. */
const PATIENCE_MS = 15_000

/** Has the workers ask the platforms, since only they hold tokens. */
export const createTargetChecks = (client: Client, clock: Clock): TargetChecks => ({
  async check(target) {
    const run = {
      taskQueue: PUBLISH_QUEUE,
      workflowId: `check-${randomUUID()}`,
      workflowExecutionTimeout: PATIENCE_MS,
      priority: { priorityKey: PRIORITY.housekeeping },
      args: [target] as [typeof target],
      staticSummary: `Dry run for connection ${target.connectionId}`,
    }
    try {
      return await client.withDeadline(clock.nowMs() + PATIENCE_MS, () =>
        client.workflow.execute<typeof checkTarget>('checkTarget', run),
      )
    } catch (error) {
      throw unanswered(error)
    }
  },
})

/** Temporal is out of reach, no worker is there, or the check met a fault of our own, which the worker's log tells. */
const unanswered = (cause: unknown): PublishError =>
  new PublishError(
    {
      code: 'check-unanswered',
      category: 'internal',
      message: 'The platform could not be asked: no worker has carried the check out in time.',
      remedy: 'Ask again in a moment. If it stays so, look at GET /readyz and at the workers.',
    },
    { cause },
  )
