import type { Client } from '@temporalio/client'
import type { ErasureRuns } from '../domain/ports/erasure'
import { PRIORITY } from '../domain/urgency'
import type { eraseUser } from '../workflows'
import { eraseUserId, PUBLISH_QUEUE, SEARCH_ATTRIBUTES } from '../workflows/contract'

/** Starts the workflows that erase users. */
export const createErasureRuns = ({ workflow }: Client): ErasureRuns => ({
  async start(userId) {
    await workflow.start<typeof eraseUser>('eraseUser', {
      taskQueue: PUBLISH_QUEUE,
      priority: { priorityKey: PRIORITY.housekeeping },
      workflowId: eraseUserId(userId),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [{ userId }],
      // What no further attempt of a step can mend, such as a key that may not delete, waits for an operator here.
      retry: { initialInterval: '1 minute', maximumInterval: '1 hour' },
      staticSummary: `Erasure of user ${userId}`,
      typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.userId, value: userId }],
    })
  },
})
