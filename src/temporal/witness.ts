import type { Client, WorkflowExecutionInfo } from '@temporalio/client'
import type { Platform } from '../domain/platform'
import type { Witness, WitnessedJob } from '../domain/ports/restores'
import type { RunsSince } from '../domain/restored-job'
import { eraseUserId, SEARCH_ATTRIBUTES } from '../workflows/contract'
import { continued, UNTOLD } from './run-story'

/** How many histories are read at once. */
const SIDE_BY_SIDE = 20

/**
 * Reads what Temporal knows. This alone searches for runs, where everything else addresses them by id: it must find those
 * whose rows are gone, and no worker is at work while it looks.
 */
export function createWitness({ workflow }: Client): Witness {
  const find = async (type: string, sinceMs: number): Promise<WorkflowExecutionInfo[]> => {
    const since = new Date(sinceMs).toISOString()
    const found: WorkflowExecutionInfo[] = []
    for await (const run of workflow.list({ query: `WorkflowType = '${type}' AND CloseTime >= '${since}'` }))
      found.push(run)
    for await (const run of workflow.list({ query: `WorkflowType = '${type}' AND ExecutionStatus = 'Running'` }))
      found.push(run)
    return found
  }

  async function witnessed(runs: WorkflowExecutionInfo[], sinceMs: number): Promise<WitnessedJob | null> {
    const [first] = runs
    const last = runs.at(-1)
    if (!first || !last) return null
    let story = UNTOLD
    for (const { workflowId, runId } of runs) {
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory()
      story = continued(story, events ?? [], sinceMs)
    }
    const attribute = (key: (typeof SEARCH_ATTRIBUTES)['jobId']) => first.typedSearchAttributes.get(key) ?? ''
    return {
      jobId: first.workflowId,
      userId: attribute(SEARCH_ATTRIBUTES.userId),
      videoId: attribute(SEARCH_ATTRIBUTES.videoId),
      platform: attribute(SEARCH_ATTRIBUTES.platform) as Platform,
      startedAtMs: first.startTime.getTime(),
      lastRun: endOf(last),
      ...story,
    }
  }

  return {
    async *jobs(sinceMs) {
      const groups = byJob(await find('publishVideo', sinceMs))
      for (let at = 0; at < groups.length; at += SIDE_BY_SIDE) {
        const batch = groups.slice(at, at + SIDE_BY_SIDE)
        for (const job of await Promise.all(batch.map((runs) => witnessed(runs, sinceMs)))) if (job) yield job
      }
    },

    async erasedUsers(sinceMs) {
      const prefix = eraseUserId('')
      const ids = (await find('eraseUser', sinceMs)).map(({ workflowId }) => workflowId.slice(prefix.length))
      return [...new Set(ids)]
    },
  }
}

/** The runs of each job, the last one last. A run that has ended between the two searches is there once. */
function byJob(runs: WorkflowExecutionInfo[]): WorkflowExecutionInfo[][] {
  const jobs = new Map<string, Map<string, WorkflowExecutionInfo>>()
  for (const run of runs) {
    const known = jobs.get(run.workflowId) ?? new Map<string, WorkflowExecutionInfo>()
    jobs.set(run.workflowId, known.set(run.runId, run))
  }
  return [...jobs.values()].map((known) =>
    [...known.values()].sort((a, b) => a.startTime.getTime() - b.startTime.getTime()),
  )
}

function endOf({ status: { name } }: WorkflowExecutionInfo): RunsSince['lastRun'] {
  if (name === 'RUNNING') return 'running'
  return name === 'TERMINATED' || name === 'TIMED_OUT' ? 'broken-off' : 'ended'
}
