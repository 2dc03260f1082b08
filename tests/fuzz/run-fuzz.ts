import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { createAnswerCheck } from '../support/answer-check'
import type { OpenApi } from '../support/answer-check'
import { encoded } from './faults'
import { createPool } from './pool'
import type { Pool } from './pool'
import { requestsOf } from './requests'
import type { Generated } from './requests'

export interface FuzzOptions {
  url: string
  /** Of every kind of caller. */
  keys: string[]
  /** Called now and then: makes rows, and gives the pool their ids. */
  replenish(pool: Pool): Promise<void>
  seed: number
  requests: number
  /** An answer that takes longer is a breach. */
  maxAnswerMs: number
  onBreach?(breach: Breach): void
}

export interface Breach {
  index: number
  request: Generated
  status: number
  faults: string[]
}

export interface FuzzResult {
  breaches: Breach[]
  /** How often each status was answered, by operation. */
  statuses: Map<string, Map<number, number>>
  slowestMs: number
}

const REPLENISHED_AFTER = 40

/** Streams are read no longer than this. */
const STREAM_MS = 200

/** Sends generated requests, one after the other so that a seed repeats them, and holds each answer against the document. */
export async function runFuzz({
  url,
  keys,
  replenish,
  seed,
  requests,
  maxAnswerMs,
  onBreach,
}: FuzzOptions): Promise<FuzzResult> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi
  const check = createAnswerCheck(document)
  const result: FuzzResult = { breaches: [], statuses: new Map(), slowestMs: 0 }
  const pool = createPool()
  let previous: Generated | null = null

  for (let index = 0; index < requests; index++) {
    if (index % REPLENISHED_AFTER === 0) await replenish(pool)
    // What is in the pool changes with each answer, so each request is drawn by itself.
    const [drawn] = fc.sample(requestsOf(document, pool, keys), { seed: seed + index, numRuns: 1 })
    // Every tenth is sent again as it was: a replay where it has a key.
    const request: Generated | undefined = index % 10 === 9 && previous ? previous : drawn
    if (!request) continue
    const { status, faults, tookMs, body } = await sendOne(url, request, check)
    if (status >= 500 && !isExpected(request, status, body)) faults.push(`it is a ${status}: ${body.slice(0, 500)}`)
    if (tookMs > maxAnswerMs) faults.push(`it took ${Math.round(tookMs)} ms`)
    if (faults.length > 0) {
      const breach = { index, request, status, faults }
      result.breaches.push(breach)
      onBreach?.(breach)
    }
    const byStatus = result.statuses.get(request.operationId) ?? new Map<number, number>()
    result.statuses.set(request.operationId, byStatus.set(status, (byStatus.get(status) ?? 0) + 1))
    result.slowestMs = Math.max(result.slowestMs, tookMs)
    if (status < 300 && body.startsWith('{')) pool.learn(request.path, JSON.parse(body))
    previous = request
  }
  return result
}

/** A login that leads nowhere cannot be anything else, and readiness is asked to tell what is slow or down. */
const isExpected = ({ operationId }: Generated, status: number, body: string) =>
  (operationId === 'finishOAuth' && status === 502 && body.includes('consent-failed')) ||
  (operationId === 'getReadiness' && status === 503 && body.includes('not-ready'))

async function sendOne(url: string, request: Generated, check: ReturnType<typeof createAnswerCheck>) {
  const query = request.query.map(([name, value]) => `${name}=${encoded(value)}`).join('&')
  const target = query ? `${request.path}?${query}` : request.path
  const startedMs = performance.now()
  const response = await fetchAgain(url + target, {
    method: request.method,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, asHeader(value)])),
    redirect: 'manual',
    ...(request.method !== 'GET' && request.body !== null && { body: request.body }),
  })
  const tookMs = performance.now() - startedMs
  const text = await bodyOf(response)
  const faults = check(request.method, new URL(response.url).pathname, {
    status: response.status,
    headers: response.headers,
    text,
  })
  return { status: response.status, faults, tookMs, body: text }
}

/** A server may close the connection of a body that it refuses to read; what is sent on it then must be sent again. */
const fetchAgain = (url: string, init: RequestInit): Promise<Response> => fetch(url, init).catch(() => fetch(url, init))

/** Of a stream, what comes at once. */
async function bodyOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text()
  const reader = response.body?.getReader()
  const first = await Promise.race([reader?.read(), delay(STREAM_MS)])
  await reader?.cancel()
  return new TextDecoder().decode(first?.value)
}

/** What a header can carry of a text. */
const asHeader = (text: string) => Buffer.from(text.replaceAll(/[^\t\x20-\xff]/g, '')).toString('latin1')
