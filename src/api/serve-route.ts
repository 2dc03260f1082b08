import express from 'express'
import type { RequestHandler, Router } from 'express'
import type { Authenticate } from './authenticate'
import { ApiProblem } from './problems'
import type { Route } from './route'

const BODY_LIMIT_BYTES = 64 * 1024

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

const demandJson: RequestHandler = (request, _response, next) => {
  if (!request.is('application/json')) throw new ApiProblem('unsupported-media-type')
  next()
}

/** Mounts a route: who calls, what may they, then the body, then the handler. */
export function serveRoute(router: Router, route: Route, authenticate: Authenticate): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  const body = route.body ? [demandJson, parseJson] : []

  const handle: RequestHandler = async (request, response) => {
    const { params, query, headers } = request
    const { caller, log } = response.locals
    const reply = await route.run({ params, query, headers, body: request.body as unknown, caller, log })
    response
      .status(reply.status)
      .set(reply.headers ?? {})
      .json(reply.body)
  }
  router[route.method](path, authenticate(route.scope), ...body, handle)
}
