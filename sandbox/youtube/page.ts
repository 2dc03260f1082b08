import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'

const MAX_PAGE = 50
const DEFAULT_PAGE = 5

/** A list answer that holds everything. */
export function wholeList(kind: string, items: Record<string, unknown>[]): Answer {
  return listOf(kind, items, items.length)
}

/** The page of `all` that the caller asks for by `maxResults` and `pageToken`. */
export function page<T>(call: Call, kind: string, all: T[], show: (item: T) => Record<string, unknown>): Answer {
  const size = Math.min(Number(call.query.get('maxResults') ?? DEFAULT_PAGE), MAX_PAGE)
  const start = Number(call.query.get('pageToken') ?? 0)
  const items = all.slice(start, start + size).map(show)
  return listOf(kind, items, all.length, start + size < all.length ? String(start + size) : undefined)
}

function listOf(kind: string, items: Record<string, unknown>[], totalResults: number, nextPageToken?: string): Answer {
  const pageInfo = { totalResults, resultsPerPage: items.length }
  return json(200, { kind: `youtube#${kind}Response`, etag: `${kind}-${totalResults}`, nextPageToken, items, pageInfo })
}
