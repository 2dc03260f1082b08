import type { Page, PageRequest } from '../../database/page'
import { decodeCursor, encodeCursor } from '../schemas/common'

export const toPageRequest = (query: { limit: number; cursor?: string | undefined }): PageRequest => ({
  limit: query.limit,
  after: query.cursor === undefined ? null : decodeCursor(query.cursor),
})

export const toPageView = <Row, View>(page: Page<Row>, toView: (row: Row) => View) => ({
  items: page.rows.map(toView),
  nextCursor: page.next && encodeCursor(page.next),
})
