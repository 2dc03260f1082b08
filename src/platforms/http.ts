import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { request } from 'undici'
import { PublishError } from '../domain/errors'
import { parseJson } from './json'
import { tellingStart } from './request-start'

/** Bytes to send without ever holding them all. */
export interface Upload {
  bytes: AsyncIterable<Uint8Array>
  /** Exactly as many as `bytes` yields. */
  sizeBytes: number
  onSent?: (bytesSent: number) => void
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: string | Upload
  /** For the whole exchange, to the last byte of the answer. */
  timeoutMs: number
  signal: AbortSignal
  /** Something may be published by it. A caller that gives up is then told nothing but "no answer". */
  irreversible?: boolean
}

export interface HttpAnswer {
  answered: true
  status: number
  headers: IncomingHttpHeaders
  /** Undefined when the body is empty or no JSON (an HTML error page): the status has to speak for itself. */
  json: unknown
}

/** Whatever the reason, it says nothing about what the platform did, unless the request was never sent. */
export interface NoAnswer {
  answered: false
  /** Short, without address: `ECONNRESET`, `timeout`. */
  reason: string
  /** No connection came about: not a byte of the request has left. */
  neverSent: boolean
}

export type HttpResult = HttpAnswer | NoAnswer

const MAX_ANSWER_BYTES = 1024 * 1024

/**
 * One request, one answer: no redirect is followed (a 308 is an answer) and nothing is repeated.
 * @throws PublishError when the bytes to be sent could not be read to their end: then the request was never complete.
 * @throws the reason of `signal` when the caller gave up, unless the request is irreversible.
 */
export async function send(call: HttpRequest): Promise<HttpResult> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), call.timeoutMs)
  const giveUp = () => deadline.abort()
  call.signal.addEventListener('abort', giveUp, { once: true })
  const body = typeof call.body === 'object' ? new MeteredBody(call.body) : undefined
  let started = false
  try {
    call.signal.throwIfAborted()
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(call.url, {
      dispatcher: tellingStart(() => (started = true)),
      method: call.method,
      headers: { ...call.headers, ...(body && { 'content-length': String(body.sizeBytes) }) },
      body: body?.stream ?? (typeof call.body === 'string' ? call.body : null),
      signal: deadline.signal,
      headersTimeout: call.timeoutMs,
      bodyTimeout: call.timeoutMs,
    })
    return { answered: true, status: statusCode, headers, json: parseJson(await readBounded(answer)) }
  } catch (error) {
    if (call.signal.aborted && !call.irreversible) throw call.signal.reason
    if (body?.readError && !deadline.signal.aborted) throw body.readError
    return { answered: false, reason: deadline.signal.aborted ? 'timeout' : errorCode(error), neverSent: !started }
  } finally {
    clearTimeout(timer)
    call.signal.removeEventListener('abort', giveUp)
    body?.stream.destroy()
  }
}

/** Counts what leaves and tells a source that broke from a connection that broke. */
class MeteredBody {
  readonly sizeBytes: number
  readonly stream: Readable
  readError: PublishError | undefined

  constructor(private readonly upload: Upload) {
    this.sizeBytes = upload.sizeBytes
    this.stream = Readable.from(this.metered(), { objectMode: false })
    // The request reports what breaks; a stream destroyed after an early answer must not end the process.
    this.stream.on('error', () => {})
  }

  private async *metered(): AsyncGenerator<Uint8Array> {
    let bytesSent = 0
    try {
      for await (const part of this.upload.bytes) {
        bytesSent += part.byteLength
        yield part
        this.upload.onSent?.(bytesSent)
      }
    } catch (error) {
      if (bytesSent < this.sizeBytes) this.readError = error instanceof PublishError ? error : sourceInterrupted(error)
      throw error
    }
  }
}

const sourceInterrupted = (cause: unknown): PublishError =>
  new PublishError(
    {
      code: 'source-interrupted',
      category: 'transient',
      message: `The video could not be read to the end of a chunk (${errorCode(cause)}).`,
      remedy: 'The upload goes on from where the platform says it is. If it stays so, check R2.',
    },
    { cause },
  )

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of body) {
    sizeBytes += part.length
    if (sizeBytes > MAX_ANSWER_BYTES) throw Object.assign(new Error('answer too long'), { code: 'answer-too-long' })
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}
