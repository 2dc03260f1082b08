import { pipeline } from 'node:stream/promises'
import { receiveFile } from './body'
import type { ObjectRecord } from './bucket'
import { objectHeaders, sendEmpty, sendXml, type Call, type Handler } from './call'
import { checkWrite, isNotModified, parseRange, type ByteRange } from './conditions'
import { spoiled } from './faults'
import { parseTarget } from './target'
import { xmlFields } from './xml'

/** Answer headers that a presigned URL may set for itself, as `response-<name>`. */
const OVERRIDABLE = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

export const putObject: Handler = async (call) => {
  const { request, target, store } = call
  const record = await store.get(target.bucket).put(
    target.key,
    objectHeaders(call),
    (current) => checkWrite(request.headers, current),
    async (path) => {
      const { sizeBytes, md5 } = await receiveFile(request, path)
      return { sizeBytes, etag: md5 }
    },
  )
  sendEmpty(call, 200, { etag: `"${record.etag}"` })
}

export const copyObject: Handler = async (call) => {
  const { request, target, store } = call
  const named = String(request.headers['x-amz-copy-source'])
  const from = parseTarget(named.startsWith('/') ? named : `/${named}`)
  const source = { bucket: store.get(from.bucket), record: store.get(from.bucket).get(from.key) }
  const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE'
  const record = await store.get(target.bucket).copy(source, target.key, replaces ? objectHeaders(call) : source.record)
  const lastModified = new Date(record.modifiedAtMs).toISOString()
  sendXml(call, 'CopyObjectResult', xmlFields({ ETag: `"${record.etag}"`, LastModified: lastModified }))
}

export const headObject: Handler = (call) => {
  const record = call.store.get(call.target.bucket).get(call.target.key)
  const { status, headers } = readAnswer(call, record)
  sendEmpty(call, status, headers)
}

export const getObject: Handler = async (call) => {
  const { record, file } = await call.store.get(call.target.bucket).openObject(call.target.key)
  try {
    const { status, headers, range } = readAnswer(call, record)
    if (range.last < range.first) return sendEmpty(call, status, headers)
    call.response.writeHead(status, headers)
    const bytes = file.createReadStream({ start: range.first, end: range.last, autoClose: false })
    const { fault } = call
    await pipeline(fault ? spoiled(fault, bytes, range.last - range.first + 1) : bytes, call.response)
  } finally {
    await file.close()
  }
}

export const deleteObject: Handler = async (call) => {
  await call.store.get(call.target.bucket).delete(call.target.key)
  sendEmpty(call, 204)
}

/** Status and headers of a GET or HEAD, and the bytes that belong to it (an empty range: none). */
function readAnswer(
  { request, target: { query } }: Call,
  record: ObjectRecord,
): { status: number; headers: Record<string, string | number>; range: ByteRange } {
  const etag = `"${record.etag}"`
  if (isNotModified(request.headers, record)) return { status: 304, headers: { etag }, range: { first: 0, last: -1 } }
  const asked = parseRange(request.headers.range, record.sizeBytes)
  const range = asked ?? { first: 0, last: record.sizeBytes - 1 }
  const overrides = OVERRIDABLE.flatMap((name) => {
    const value = query.get(`response-${name}`)
    return value === null ? [] : [[name, value] as const]
  })
  const headers = {
    'accept-ranges': 'bytes',
    'content-length': range.last - range.first + 1,
    'content-type': record.contentType,
    etag,
    'last-modified': new Date(record.modifiedAtMs).toUTCString(),
    ...record.metadata,
    ...Object.fromEntries(overrides),
  }
  if (!asked) return { status: 200, headers, range }
  const contentRange = `bytes ${range.first}-${range.last}/${record.sizeBytes}`
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, range }
}
