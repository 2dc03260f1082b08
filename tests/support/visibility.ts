import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../../src/workflows/contract'
import type { TrackedJob } from './tracked-job'

const PAGE = path.join(__dirname, '..', '..', 'docs', 'handbook', 'web-ui.md')

/** The ready-made queries of the handbook, by the first words of what they are for. */
export const handbookQueries = (): Map<string, string> =>
  new Map(
    [...readFileSync(PAGE, 'utf8').matchAll(/^\| ([^|]+?) +\| `([^`|]+)` +\|$/gm)].map(([, about = '', query = '']) => [
      about.split(/[:,]/)[0] ?? '',
      query,
    ]),
  )

/** Fills `{name}`s in. */
export const filledIn = (query: string, values: Record<string, string>): string =>
  query.replaceAll(/\{(.+?)\}/g, (_, name: string) => values[name] ?? `no value for ${name}`)

export async function findRuns({ workflow }: Client, query: string): Promise<string[]> {
  const ids = new Set<string>()
  for await (const { workflowId } of workflow.list({ query })) ids.add(workflowId)
  return [...ids].sort()
}

/** A run's search attributes by the names of the contract; what is not set is left out. */
export async function attributesOf({ handle }: TrackedJob) {
  const { typedSearchAttributes } = await handle.describe()
  const entries = Object.entries(SEARCH_ATTRIBUTES).map(([name, key]) => [name, typedSearchAttributes.get(key)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, unknown>
}
