import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Caller } from '../database/api-keys'
import type { Clock } from '../domain/ports/clock'
import type { HttpRecorder } from '../observability/http-metrics'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to type response.locals
  namespace Express {
    interface Locals {
      requestId: string
      log: Logger
      /** Set where the request is answered by a problem. */
      problemCode?: string
      /** The path of the route, as the document spells it; absent where there is none. */
      route?: string
      /** An event stream has begun: it lasts as long as its follower likes. */
      isStream?: boolean
      /** That the answer is about, where the path does not name the one. */
      jobIds?: string[]
      /** Set by the guard of every route under /v1. */
      caller: Caller
    }
  }
}

/**
 * Gives each request an id (its own `X-Request-Id` when that is harmless) and a logger, and logs and counts its end: no
 * query, no body, no header.
 */
export const requestLog =
  (logger: Logger, clock: Clock, recorder: HttpRecorder): RequestHandler =>
  (request, response, next) => {
    const given = request.get('x-request-id')
    const requestId = given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
    const startedAtMs = clock.nowMs()
    response.locals.requestId = requestId
    response.locals.log = logger.child({ requestId })
    response.set('X-Request-Id', requestId)
    response.on('close', () => {
      const { method } = request
      const { route, isStream, caller, log, jobIds, problemCode: code } = response.locals
      const status = response.writableFinished ? response.statusCode : null
      const durationMs = clock.nowMs() - startedAtMs
      if (!isStream) recorder.requestEnded({ method, route: route ?? null, status, durationMs })
      const { principal, keyId } = caller ?? {}
      const asked = { method, route, path: withoutToken(request.path), principal, keyId }
      log.info({ ...asked, status: status ?? 'aborted', code, durationMs, jobIds }, 'request')
    })
    next()
  }

/** The path of a link is the secret, whole or cut. */
const withoutToken = (path: string): string => path.replace(/^\/p\/.+/is, '/p/[redacted]')
