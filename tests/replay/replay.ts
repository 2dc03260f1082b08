import { readFileSync } from 'node:fs'
import path from 'node:path'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { HISTORIES } from '../support/histories'

/** The workflows of this checkout, as `npm test` has bundled them. */
export const BUNDLE = process.env.WORKFLOW_BUNDLE ?? ''

export type RecordedRun = ReturnType<typeof readHistory>

/** @param shape one of tests/replay/shapes.ts */
export function readHistory(shape: string) {
  const text = readFileSync(path.join(HISTORIES, `${shape}.json`), 'utf8')
  const { workflowId, history: recorded } = JSON.parse(text) as { workflowId: string; history: unknown }
  const history = historyFromJSON(recorded)
  const workflowType = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name
  return { shape, workflowId, workflowType, history }
}

/** @throws DeterminismViolationError where the bundle's code would have taken other steps than the run has */
export const replay = (bundle: string, { workflowId, history }: RecordedRun): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: { codePath: bundle } }, history, workflowId)
