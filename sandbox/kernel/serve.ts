import { setTimeout as delay } from 'node:timers/promises'
import { Router, type Request, type Response } from 'express'
import type { Account } from './accounts'
import { json, Refusal, type Answer } from './answer'
import { Call, ConnectionCut } from './call'
import type { Fault } from './faults'
import type { Platform } from './platform'
import type { WatchedCall } from './watched-call'
import type { World } from './world'

type Identify = (call: Call) => Account | undefined | Promise<Account | undefined>

/** One call that a platform offers. */
export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'delete'
  /** Express path below the platform's prefix. */
  path: string
  /** The names it has in the control API; `operationOf` tells which of several a call is. */
  operations: readonly [string, ...string[]]
  operationOf?: (call: Call) => string
  /** Changes nothing that must outlive a restart. */
  readOnly?: boolean
  /** Its body is a video: a dropped connection cuts it in the middle. */
  isUpload?: boolean
  /** Whose call it is, where the platform's usual way does not tell. Never refuses. */
  identify?: Identify
  /** The platform's error of that HTTP status, where its usual envelope does not apply. */
  errorOf?: (status: number) => Answer
  handle: (call: Call) => Answer | Promise<Answer>
}

/** A host of a platform. */
export interface PlatformHost {
  platform: Platform
  /** Path prefix that stands for the host's origin. */
  prefix: string
  identify: Identify
  /** The platform's own error of that HTTP status. */
  errorOf: (status: number) => Answer
  /** The code of a refusal, where the platform refuses with a good status too; null: no refusal. */
  refusalOf?: (answer: Answer) => string | null
  endpoints: Endpoint[]
  /** What the app's quota of this day has been charged so far, by bucket, where the platform has such a quota. */
  charged?: () => Record<string, number>
  /** What people do in the platform's own app, by the names of the control API. They check what they are given, and may tell what came of it. */
  actions?: Record<string, (input: unknown) => unknown>
}

/** Serves a host's endpoints under the fault plan, and logs every call. */
export function serveHost(world: World, host: PlatformHost): Router {
  const router = Router()
  const serve = (endpoint: Endpoint) => (request: Request, response: Response) =>
    world.background.run(async (signal) => {
      const call = new Call(request)
      signal.addEventListener('abort', () => call.cut())
      await perform(world, host, endpoint, call, response)
    })
  for (const endpoint of host.endpoints) {
    router[endpoint.method](endpoint.path, serve(endpoint))
  }
  const unknown: Endpoint = {
    method: 'get',
    path: '',
    operations: ['unknown'],
    readOnly: true,
    handle: () => host.errorOf(404),
  }
  router.use(serve(unknown))
  return router
}

/** What is known of a call as it goes. */
interface Progress {
  operation: string
  account?: Account | undefined
  fault?: Fault | undefined
  watched?: WatchedCall
}

async function perform(world: World, host: PlatformHost, endpoint: Endpoint, call: Call, response: Response) {
  const progress: Progress = { operation: endpoint.operations[0] }
  const answer = await answerTo(world, host, endpoint, call, progress)
  const { operation, account, fault } = progress
  world.log.add({
    platform: host.platform,
    operation,
    method: call.method,
    path: call.path,
    status: answer?.status ?? null,
    refusal: (answer && host.refusalOf?.(answer)) ?? null,
    at: new Date(world.clock.nowMs()).toISOString(),
    accountId: account?.accountId ?? null,
    contentRange: call.header('content-range') ?? null,
    requestBytes: call.receivedBytes,
    requestSha256: call.bodySha256(),
    responseBytes: Buffer.byteLength(answer?.body ?? ''),
    fault: fault?.kind ?? null,
  })
  if (progress.watched) await world.onCall(progress.watched, 'done')
  if (fault?.kind === 'slow') await slowness(fault, response)
  if (answer) deliver(response, answer, fault?.kind === 'truncate')
  else call.cut()
}

/** Null: no answer reaches the caller. */
async function answerTo(world: World, host: PlatformHost, endpoint: Endpoint, call: Call, progress: Progress) {
  try {
    progress.account = await (endpoint.identify ?? host.identify)(call)
    if (endpoint.operationOf) progress.operation = endpoint.operationOf(call)
    progress.watched = watchedCall(host.platform, progress, call)
    await world.onCall(progress.watched, 'arrived')
    progress.fault = world.faults.strike(host.platform, progress.operation, progress.account?.accountId)
    const answer = await underFault(progress.fault, call, host, endpoint)
    if (progress.fault || !endpoint.readOnly) await world.store.save()
    await call.drain()
    return answer
  } catch (error) {
    if (error instanceof ConnectionCut) return null
    console.error('sandbox defect', error)
    return json(500, { sandboxDefect: String(error) })
  }
}

const watchedCall = (platform: Platform, { operation, account }: Progress, call: Call): WatchedCall => ({
  platform,
  operation,
  accountId: account?.accountId ?? null,
  contentRange: call.header('content-range') ?? null,
})

async function underFault(fault: Fault | undefined, call: Call, host: PlatformHost, endpoint: Endpoint) {
  const errorOf = endpoint.errorOf ?? host.errorOf
  switch (fault?.kind) {
    case 'before-effect':
    case 'rate-limit':
    case 'html-error':
      return faultAnswer(fault, errorOf)
    case 'after-effect':
      await effect(endpoint, call)
      return fault.status === undefined && fault.body === undefined ? null : faultAnswer(fault, errorOf)
    case 'drop-connection': {
      const arriving = fault.afterBytes ?? Math.floor((call.contentLength() ?? 0) / 2)
      if (!endpoint.isUpload || arriving === 0) return null
      call.cutAfter(arriving)
      return effect(endpoint, call)
    }
    default:
      return effect(endpoint, call)
  }
}

async function effect(endpoint: Endpoint, call: Call): Promise<Answer> {
  try {
    return await endpoint.handle(call)
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

const DEFAULT_STATUS: Partial<Record<Fault['kind'], number>> = { 'rate-limit': 429, 'html-error': 502 }

function faultAnswer(fault: Fault, errorOf: (status: number) => Answer): Answer {
  const status = fault.status ?? DEFAULT_STATUS[fault.kind] ?? 503
  const answer = fault.kind === 'html-error' ? htmlPage(status) : errorOf(status)
  if (fault.retryAfterSeconds !== undefined) answer.headers['retry-after'] = String(fault.retryAfterSeconds)
  if (typeof fault.body === 'string') return { ...answer, body: fault.body }
  if (fault.body === undefined) return answer
  const told = json(status, fault.body)
  return { ...told, headers: { ...answer.headers, ...told.headers } }
}

function htmlPage(status: number): Answer {
  const body = `<!DOCTYPE html>\n<html><head><title>Error ${status}</title></head><body><h1>Error ${status}</h1></body></html>\n`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

async function slowness(fault: Fault, response: Response): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  if (response.closed) return
  await delay(fault.delayMs ?? 5_000, undefined, { signal: left.signal }).catch(() => undefined) // The caller gave up first.
}

function deliver(response: Response, { status, headers, body }: Answer, truncated: boolean): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  if (!truncated) response.end(bytes)
  else if (bytes.length === 0) response.socket?.destroy()
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy())
}
