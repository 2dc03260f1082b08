import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { WorkflowHandle } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { SHAPES } from '../replay/shapes'

export const HISTORIES = path.join(__dirname, '..', 'replay', 'histories')

/**
 * Keeps the history of a run for the replay test, once it has ended, when the tests run with `RECORD_HISTORIES=1`. One that is
 * there already is older code's and stays: to record it again, remove its file.
 */
export async function keepHistory(handle: WorkflowHandle, shape: string): Promise<void> {
  if (!Object.values(SHAPES).some((shapes) => shape in shapes)) throw new Error(`tests/replay/shapes.ts lacks ${shape}`)
  const file = path.join(HISTORIES, `${shape}.json`)
  if (!process.env.RECORD_HISTORIES || existsSync(file)) return
  await handle.result().catch(() => {})
  const history = historyToJSON(await handle.fetchHistory())
  const kept = { workflowId: handle.workflowId, history: JSON.parse(history, withoutMachine) as unknown }
  await writeFile(file, `${JSON.stringify(kept)}\n`)
}

/** Where it was recorded is nobody's business, and a replay does not ask. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return ''
  if (key === 'identity') return 'worker'
  // A sticky queue is named after the process and its host.
  return typeof value === 'string' ? value.replace(/^\d+@\S+$/, 'worker') : value
}
