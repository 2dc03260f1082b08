import type { IncomingHttpHeaders } from 'node:http'
import type { ObjectRecord } from './bucket'
import { S3Error } from './errors'

const matches = (list: string, etag: string): boolean =>
  list.split(',').some((entry) => entry.trim() === '*' || entry.trim().replace(/^(?:W\/)?"(.*)"$/, '$1') === etag)

/**
 * Whether a reader already has the object (304).
 * @throws S3Error `PreconditionFailed` when If-Match names another ETag.
 */
export function isNotModified(headers: IncomingHttpHeaders, record: ObjectRecord): boolean {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  if (ifMatch !== undefined && !matches(ifMatch, record.etag)) throw new S3Error('PreconditionFailed')
  return ifNoneMatch !== undefined && matches(ifNoneMatch, record.etag)
}

/** @throws S3Error `PreconditionFailed` unless the key holds what the writer believes (If-Match, `If-None-Match: *`). */
export function checkWrite(headers: IncomingHttpHeaders, current: ObjectRecord | undefined): void {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  if (ifMatch !== undefined && !(current && matches(ifMatch, current.etag))) throw new S3Error('PreconditionFailed')
  if (ifNoneMatch !== undefined && current && matches(ifNoneMatch, current.etag))
    throw new S3Error('PreconditionFailed')
}

export interface ByteRange {
  first: number
  last: number
}

/**
 * The bytes that a Range header asks for, or null where there is none. A header that is not one single byte range is ignored,
 * as HTTP has it.
 * @throws S3Error `InvalidRange` when no byte of the object lies in it.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  const backwards = from !== '' && to !== '' && Number(to) < Number(from)
  if ((from === '' && to === '') || backwards) return null
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from)
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  if (first <= last) return { first, last }
  throw new S3Error('InvalidRange', undefined, { 'content-range': `bytes */${sizeBytes}` })
}
