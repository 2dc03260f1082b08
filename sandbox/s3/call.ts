import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ObjectHeaders } from './bucket'
import { S3Error } from './errors'
import type { S3Fault } from './faults'
import type { Store } from './store'
import type { Target } from './target'
import { xmlDocument } from './xml'

/** One authenticated request on its way to its answer. */
export interface Call {
  request: IncomingMessage
  response: ServerResponse
  target: Target
  store: Store
  fault: S3Fault | undefined
}

export type Handler = (call: Call) => Promise<void> | void

const KEPT_HEADERS = /^(?:x-amz-meta-.+|cache-control|content-disposition|content-encoding|content-language)$/

export function sendEmpty(call: Call, status: number, headers: Record<string, string | number> = {}): void {
  send(call, status, headers)
}

/** Answers 200 with a document whose root is `name`. */
export function sendXml(call: Call, name: string, inner: string): void {
  const body = xmlDocument(name, inner)
  send(call, 200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }, body)
}

function send(
  { response, fault }: Call,
  status: number,
  headers: Record<string, string | number>,
  body?: string,
): void {
  if (fault?.kind === 'lose-answer') response.destroy()
  else response.writeHead(status, headers).end(body)
}

/** What the request says about the object that it uploads. */
export function objectHeaders({ request: { headers } }: Call): ObjectHeaders {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name))
  return {
    contentType: headers['content-type'] ?? 'application/octet-stream',
    // `aws-chunked` is how the body travelled, not how the object is encoded.
    metadata: Object.fromEntries(kept.map(([name, value]) => [name, String(value).replace(/^aws-chunked,? ?/, '')])),
  }
}

/** A whole number of the query. @throws S3Error `InvalidArgument` */
export function numberOf({ target: { query } }: Call, name: string, range: { min: number; max: number }): number {
  const value = Number(query.get(name))
  const lawful = Number.isInteger(value) && value >= range.min && value <= range.max
  if (!lawful) throw new S3Error('InvalidArgument', `${name} must be an integer between ${range.min} and ${range.max}.`)
  return value
}
