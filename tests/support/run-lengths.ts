import type { Client } from '@temporalio/client'

/** A workflow with the history events of each of its runs, in their order. */
export interface RunLengths {
  workflowId: string
  events: number[]
}

/**
 * How long the histories of an ended workflow and of its children are, across every going on as a new run.
 * @param runId the first one of it
 */
export async function runLengths(client: Client, workflowId: string, runId: string): Promise<RunLengths[]> {
  const own: RunLengths = { workflowId, events: [] }
  const children: RunLengths[] = []
  for (let next: string | null = runId; next !== null;) {
    const run: Run = await readRun(client, workflowId, next)
    own.events.push(run.events)
    for (const child of run.children) children.push(...(await runLengths(client, child.workflowId, child.runId)))
    next = run.next
  }
  return [own, ...children]
}

interface Run {
  events: number
  /** First runs. */
  children: { workflowId: string; runId: string }[]
  /** The run as which it went on. */
  next: string | null
}

async function readRun(client: Client, workflowId: string, runId: string): Promise<Run> {
  const events = (await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? []
  const children = events.flatMap(({ childWorkflowExecutionStartedEventAttributes: started }) => {
    const child = started?.workflowExecution
    return child?.workflowId && child.runId ? [{ workflowId: child.workflowId, runId: child.runId }] : []
  })
  const next = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? null
  return { events: events.length, children, next }
}
