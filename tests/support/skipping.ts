import { TestWorkflowEnvironment } from '@temporalio/testing'
import { SEARCH_ATTRIBUTES } from '../../src/workflows/contract'

/** The server's numbers for the types of search attributes. */
export const SEARCH_ATTRIBUTE_TYPES = {
  TEXT: 1,
  KEYWORD: 2,
  INT: 3,
  DOUBLE: 4,
  BOOL: 5,
  DATETIME: 6,
  KEYWORD_LIST: 7,
} as const

/** The one namespace that the time-skipping server has. */
export const SKIPPING_NAMESPACE = 'default'

/** A server on which a month of waiting takes milliseconds. */
export async function startSkipping(): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEMPORAL_TEST_SERVER_PATH
  if (!path) throw new Error('Tests get their servers from `npm test`: run `npm test -- <file>`.')
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  })
  const searchAttributes = Object.fromEntries(
    Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, SEARCH_ATTRIBUTE_TYPES[type]]),
  )
  await env.connection.operatorService.addSearchAttributes({ namespace: SKIPPING_NAMESPACE, searchAttributes })
  return env
}
