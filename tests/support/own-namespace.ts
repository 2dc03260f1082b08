import { randomUUID } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes'
import { SEARCH_ATTRIBUTES } from '../../src/workflows/contract'
import { until } from './until'

type AttributeType = 'KEYWORD' | 'DATETIME' | 'TEXT'

/** A namespace of the run's Temporal server that nobody else has polled in. */
export interface OwnNamespace {
  name: string
  /** Gives it the search attributes that runs set, some of another type where `change` says so. */
  addSearchAttributes(change?: Record<string, AttributeType>): Promise<void>
  removeSearchAttribute(name: string): Promise<void>
  close(): Promise<void>
}

export async function openOwnNamespace(): Promise<OwnNamespace> {
  const name = `own-${randomUUID()}`
  const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS })
  const { workflowService, operatorService } = connection
  const retention = { seconds: 86_400 as never }
  await workflowService.registerNamespace({ namespace: name, workflowExecutionRetentionPeriod: retention })
  await known(() => operatorService.listSearchAttributes({ namespace: name }))
  const addAll = (types: Record<string, AttributeType>) =>
    operatorService.addSearchAttributes({
      namespace: name,
      searchAttributes: Object.fromEntries(
        Object.entries(types).map(([key, type]) => [key, encodeSearchAttributeIndexedValueType(type)]),
      ) as never,
    })
  return {
    name,
    async addSearchAttributes(change = {}) {
      const wanted = Object.values(SEARCH_ATTRIBUTES).map(({ name: key, type }) => [key, type as AttributeType])
      await addAll({ ...(Object.fromEntries(wanted) as Record<string, AttributeType>), ...change })
    },
    async removeSearchAttribute(key) {
      await operatorService.removeSearchAttributes({ namespace: name, searchAttributes: [key] })
    },
    close: () => connection.close(),
  }
}

/** A new namespace takes a moment until every part of the server knows it. */
const known = (ask: () => Promise<unknown>) =>
  until(() =>
    ask().then(
      () => true,
      () => false,
    ),
  )
