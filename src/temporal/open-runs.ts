import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Clock } from '../domain/ports/clock'
import type { OpenRuns, RunHealth } from '../domain/ports/open-runs'

const PAGE = 500

const OPEN = "WorkflowType = 'publishVideo' AND ExecutionStatus = 'Running'"

/** The first attempts fail where a worker is stopped in the middle; from here on it is the code. */
const FAILING_ATTEMPT = 4

/** A task waits so long where nobody asks for it, or far too few do. */
const UNSERVED_MS = 120_000

/** Reads the next page at each call; whoever restarts begins anew. */
export function createOpenRuns(client: Client, clock: Clock): OpenRuns {
  let pageToken: Uint8Array | undefined

  async function list(query: string, pageSize: number, nextPageToken?: Uint8Array) {
    const { namespace } = client.options
    return client.workflowService.listWorkflowExecutions({ namespace, query, pageSize, nextPageToken })
  }
  const idsOf = (page: Awaited<ReturnType<typeof list>>) =>
    page.executions.flatMap(({ execution }) => execution?.workflowId ?? [])

  return {
    async next(beforeMs) {
      const from = pageToken
      // A page that cannot be read is not asked for again and again.
      pageToken = undefined
      const page = await list(`${OPEN} AND StartTime < '${new Date(beforeMs).toISOString()}'`, PAGE, from)
      pageToken = page.nextPageToken.length > 0 ? page.nextPageToken : undefined
      return idsOf(page)
    },

    async failing(most) {
      return idsOf(await list(`${OPEN} AND TemporalReportedProblems IS NOT NULL`, most))
    },

    async health(jobId): Promise<RunHealth> {
      try {
        const { status, raw } = await client.workflow.getHandle(jobId).describe()
        if (status.name !== 'RUNNING') return 'absent'
        const task = raw.pendingWorkflowTask
        if (!task) return 'well'
        if ((task.attempt ?? 1) >= FAILING_ATTEMPT) return 'failing'
        const waitsSinceMs = 1_000 * Number(task.originalScheduledTime?.seconds)
        return waitsSinceMs + UNSERVED_MS < clock.nowMs() ? 'unserved' : 'well'
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'absent'
        throw error
      }
    },
  }
}
