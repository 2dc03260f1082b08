import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Caller } from '../database/api-keys'
import type { Clock } from '../domain/ports/clock'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to type response.locals
  namespace Express {
    interface Locals {
      requestId: string
      log: Logger
      /** Set where the request is answered by a problem. */
      problemCode?: string
      /** Set by the guard of every route under /v1. */
      caller: Caller
    }
  }
}

/** Gives each request an id (its own `X-Request-Id` when that is harmless) and a logger, and logs its end: no query, no body, no header. */
export const requestLog =
  (logger: Logger, clock: Clock): RequestHandler =>
  (request, response, next) => {
    const given = request.get('x-request-id')
    const requestId = given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
    const startedAtMs = clock.nowMs()
    response.locals.requestId = requestId
    response.locals.log = logger.child({ requestId })
    response.set('X-Request-Id', requestId)
    response.on('close', () => {
      const { method } = request
      const path = withoutToken(request.path)
      response.locals.log.info(
        {
          method,
          path,
          status: response.writableFinished ? response.statusCode : 'aborted',
          durationMs: clock.nowMs() - startedAtMs,
          principal: response.locals.caller?.principal,
        },
        'request',
      )
    })
    next()
  }

/** The path of a link is the secret, whole or cut. */
const withoutToken = (path: string): string => path.replace(/^\/p\/.+/is, '/p/[redacted]')
