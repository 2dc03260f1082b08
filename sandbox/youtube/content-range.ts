import type { Call } from '../kernel/call'

/** Bytes `first` to `last`, both included. `totalBytes` null: the sender does not know it yet. */
export interface SentRange {
  kind: 'bytes'
  first: number
  last: number
  totalBytes: number | null
}

/** What a PUT on a session says it is; null when its headers are malformed or its length is not the range's. */
export function parseContentRange(call: Call): SentRange | { kind: 'query'; totalBytes: number | null } | null {
  const header = call.header('content-range')
  const length = call.contentLength()
  if (header === undefined) return length ? { kind: 'bytes', first: 0, last: length - 1, totalBytes: length } : null
  const match = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header)
  if (!match) return null
  const totalBytes = match[3] === '*' ? null : Number(match[3])
  if (match[1] === undefined) return length === 0 ? { kind: 'query', totalBytes } : null
  const [first, last] = [Number(match[1]), Number(match[2])]
  return length === last - first + 1 && length > 0 ? { kind: 'bytes', first, last, totalBytes } : null
}
