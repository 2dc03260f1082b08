import express from 'express'
import type { RequestHandler, Response, Router } from 'express'
import { demandScope } from './authenticate'
import { ApiProblem } from './problems'
import { ANYBODY, type Reply, type Route } from './route'
import { traceRoute } from './trace-route'

export const BODY_LIMIT_BYTES = 64 * 1024

/** What Postgres cannot store as text, or would change: NUL and half surrogate pairs. */
const UNSTORABLE = /[\0\p{Surrogate}]/u

const parseJson = express.json({
  limit: BODY_LIMIT_BYTES,
  reviver: (key: string, value: unknown) => {
    if (UNSTORABLE.test(key) || (typeof value === 'string' && UNSTORABLE.test(value)))
      throw new SyntaxError('unstorable text')
    return value
  },
})

const demandMedia =
  (mediaType: string): RequestHandler =>
  (request, _response, next) => {
    if (!request.is(mediaType)) throw new ApiProblem('unsupported-media-type')
    next()
  }

/**
 * Mounts a route: who calls, what may they, then the body, then the handler.
 * @param callerGuards what every request with a key passes; afterwards the caller is known
 */
export function serveRoute(router: Router, route: Route, callerGuards: RequestHandler[]): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  const guards = route.scope ? [...callerGuards, demandScope(route.scope)] : []

  const handle: RequestHandler = async (request, response) => {
    const { params, query, headers } = request
    const { caller = ANYBODY, log } = response.locals
    const body = request.body as unknown
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    send(response, await route.run({ params, query, headers, body, bytes, caller, log }))
  }
  router[route.method](path, nameRoute(route), traceRoute(route), ...guards, ...bodyParsers(route), handle)
}

/** For log and metrics; who asks about a job finds it in each line of the request. */
const nameRoute =
  ({ path }: Route): RequestHandler =>
  ({ params: { jobId } }, { locals }, next) => {
    locals.route = path
    if (jobId !== undefined) locals.log = locals.log.child({ jobId })
    next()
  }

function bodyParsers({ body, rawBody }: Route): RequestHandler[] {
  if (body) return [demandMedia('application/json'), parseJson]
  if (!rawBody) return []
  const { mediaType: type } = rawBody
  return [demandMedia(type), express.raw({ type, limit: BODY_LIMIT_BYTES, inflate: false })]
}

function send(response: Response, { status, headers = {}, body, html, stream, jobIds }: Reply<unknown>): void {
  response.locals.jobIds = jobIds
  response.status(status).set(headers)
  if (html !== undefined) response.type('html').send(html)
  else if (body !== undefined) response.json(body)
  else if (stream && response.req.method !== 'HEAD') {
    response.locals.isStream = true
    stream(response)
  } else response.end()
}
