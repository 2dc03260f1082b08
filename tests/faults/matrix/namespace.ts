import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time'
import { SEARCH_ATTRIBUTES } from '../../../src/workflows/contract'
import { SEARCH_ATTRIBUTE_TYPES } from '../../support/skipping'

const TRIES = 100

/** Makes a namespace with the search attributes of the workflows on the run's Temporal server, and waits until it serves. */
export async function makeNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address })
  try {
    const { workflowService, operatorService } = connection
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') })
    const searchAttributes = Object.fromEntries(
      Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, SEARCH_ATTRIBUTE_TYPES[type]]),
    )
    // Every part of the server learns of the namespace in its own time.
    await untilDone(() => operatorService.addSearchAttributes({ namespace, searchAttributes }))
    await untilDone(() =>
      workflowService.countWorkflowExecutions({ namespace, query: `${SEARCH_ATTRIBUTES.phase.name} = 'accepted'` }),
    )
  } finally {
    await connection.close()
  }
}

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      await work()
      return
    } catch (error) {
      if (left === 0) throw error
      await pause(100)
    }
  }
}
