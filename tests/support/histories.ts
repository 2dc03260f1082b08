import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { WorkflowHandle } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'

export const HISTORIES = path.join(__dirname, '..', 'replay', 'histories')

/**
 * Keeps the history of a finished run for the replay test, when the tests run with `RECORD_HISTORIES=1`: done once for each
 * shape of a run, and again only for a shape that no running workflow can have any more.
 */
export async function keepHistory(handle: WorkflowHandle, shape: string): Promise<void> {
  if (!process.env.RECORD_HISTORIES) return
  const history = historyToJSON(await handle.fetchHistory())
  const file = { workflowId: handle.workflowId, history: JSON.parse(history, withoutMachine) as unknown }
  await writeFile(path.join(HISTORIES, `${shape}.json`), `${JSON.stringify(file)}\n`)
}

/** Where it was recorded is nobody's business, and a replay does not ask. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return ''
  if (key === 'identity') return 'worker'
  // A sticky queue is named after the process and its host.
  return typeof value === 'string' ? value.replace(/^\d+@\S+$/, 'worker') : value
}
