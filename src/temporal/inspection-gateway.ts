import type { Client } from '@temporalio/client'
import type { InspectionRuns } from '../domain/ports/inspection'
import { PRIORITY } from '../domain/urgency'
import type { inspectVideo } from '../workflows'
import { inspectVideoId, PUBLISH_QUEUE, SEARCH_ATTRIBUTES } from '../workflows/contract'

/** A container's head is read in a second or two: who waits for longer is told by the row, later. */
const WAIT_MS = 5_000

/** Starts the workflows that inspect videos. */
export function createInspectionRuns(client: Client): InspectionRuns {
  const begin = (videoId: string) =>
    client.workflow.start<typeof inspectVideo>('inspectVideo', {
      taskQueue: PUBLISH_QUEUE,
      priority: { priorityKey: PRIORITY.single },
      workflowId: inspectVideoId(videoId),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [{ videoId }],
      staticSummary: `Inspection of video ${videoId}`,
      typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.videoId, value: videoId }],
    })

  return {
    async start(videoId) {
      await begin(videoId)
    },

    async inspect(videoId) {
      const signal = AbortSignal.timeout(WAIT_MS)
      const run = await client.withAbortSignal(signal, () => begin(videoId))
      try {
        await client.withAbortSignal(signal, () => run.result())
      } catch {
        // Still under way, or ended by an operator: either way the row tells how far it is.
      }
    },
  }
}
