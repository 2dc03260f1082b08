/** Where a page ends: the sort instant and the row's own id, which breaks ties. */
export interface PageMark {
  at: Date
  id: string
}

export interface PageRequest {
  limit: number
  after: PageMark | null
}

export interface Page<Row> {
  rows: Row[]
  /** Where the next page begins, or null on the last one. */
  next: PageMark | null
}

/** Newest first; the row's own id breaks ties, so that no row is skipped or shown twice. */
export const NEWEST_FIRST = [{ createdAt: 'desc' }, { id: 'desc' }] satisfies Record<string, 'desc'>[]

/** The filter that continues after `mark` in that order. The marked row need not exist any more. */
export const createdBefore = (mark: PageMark | null) =>
  mark ? { OR: [{ createdAt: { lt: mark.at } }, { createdAt: mark.at, id: { lt: mark.id } }] } : {}

/** Cuts rows that were read with `take: limit + 1` into a page. */
export function toPage<Row extends { id: string }>(
  rows: Row[],
  limit: number,
  sortedAt: (row: Row) => Date,
): Page<Row> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, next: rows.length > limit && last ? { at: sortedAt(last), id: last.id } : null }
}
