import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import { PHASE_STATUS, type JobPhase } from '../domain/job'
import type { JobRuns, RunStart } from '../domain/ports/jobs'
import { PLATFORM_NAMES } from '../domain/platform'
import type { publishVideo } from '../workflows'
import { PUBLISH_QUEUE, RECONCILE_SCHEDULE_ID, SEARCH_ATTRIBUTES } from '../workflows/contract'
import {
  cancelUpdate,
  editUpdate,
  platformEventSignal,
  publishNowUpdate,
  rescheduleUpdate,
  resolveOutcomeUpdate,
  uploadBegunSignal,
  wakeSignal,
} from '../workflows/messages'
import { runPriority } from './run-priority'

/** The running side of jobs. Runs are addressed by their id alone, never by a search. */
export function createGateway(client: Client): JobRuns {
  const { workflow } = client

  return {
    async start(run) {
      await workflow.start<typeof publishVideo>('publishVideo', {
        taskQueue: PUBLISH_QUEUE,
        priority: runPriority(run),
        workflowId: run.jobId,
        // A second start finds the run, or the row's claim ends it.
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        args: [{ jobId: run.jobId, generation: run.generation }],
        staticSummary: `${PLATFORM_NAMES[run.platform]} publish of video ${run.videoId}`,
        typedSearchAttributes: searchAttributesOf(run),
      })
    },

    async notify(jobId, change) {
      const handle = workflow.getHandle(jobId)
      await ignoringEnded(async () => {
        if (change === 'cancel') await handle.executeUpdate(cancelUpdate)
        if (change === 'publishNow') await handle.executeUpdate(publishNowUpdate)
        if (change === 'edit') await handle.executeUpdate(editUpdate)
        if (change === 'resolveOutcome') await handle.executeUpdate(resolveOutcomeUpdate, { args: [{}] })
        if (change === 'reschedule') await handle.executeUpdate(rescheduleUpdate, { args: [{}] })
      })
    },

    async tell(jobId) {
      await ignoringEnded(() => workflow.getHandle(jobId).signal(platformEventSignal))
    },

    async showUploading(jobId) {
      await ignoringEnded(() => workflow.getHandle(jobId).signal(uploadBegunSignal))
    },

    async reconcile() {
      await client.schedule.getHandle(RECONCILE_SCHEDULE_ID).trigger('BUFFER_ONE')
    },

    async wake(jobId) {
      await ignoringEnded(() => workflow.getHandle(jobId).signal(wakeSignal))
    },
  }
}

const searchAttributesOf = (run: RunStart) => {
  const phase: JobPhase = 'accepted'
  return [
    { key: SEARCH_ATTRIBUTES.jobId, value: run.jobId },
    { key: SEARCH_ATTRIBUTES.userId, value: run.userId },
    { key: SEARCH_ATTRIBUTES.videoId, value: run.videoId },
    { key: SEARCH_ATTRIBUTES.platform, value: run.platform },
    { key: SEARCH_ATTRIBUTES.status, value: PHASE_STATUS[phase] },
    { key: SEARCH_ATTRIBUTES.phase, value: phase },
    ...(run.scheduledFor ? [{ key: SEARCH_ATTRIBUTES.publishAt, value: run.scheduledFor }] : []),
  ]
}

async function ignoringEnded(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    // The run has ended or was never started: the row, which was changed first, holds what it would have been told.
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}
