import { S3Error } from './errors'

/** What a path-style request is about. `bucket` and `key` are empty where the path names none. */
export interface Target {
  /** Decoded, as it was sent. */
  path: string
  bucket: string
  key: string
  query: URLSearchParams
}

const MAX_KEY_BYTES = 1_024

/** Percent-encoding as Signature Version 4 wants it (RFC 3986: also `!'()*`). */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * Splits a request line's target by hand: `URL` would fold `.` and `..`, which are lawful in keys.
 * @throws S3Error `InvalidURI`, `KeyTooLongError`
 */
export function parseTarget(url: string): Target {
  const mark = url.indexOf('?')
  const path = decodePath(mark < 0 ? url : url.slice(0, mark))
  const slash = path.indexOf('/', 1)
  const key = slash < 0 ? '' : path.slice(slash + 1)
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError')
  return {
    path,
    bucket: slash < 0 ? path.slice(1) : path.slice(1, slash),
    key,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new S3Error('InvalidURI')
  }
}
