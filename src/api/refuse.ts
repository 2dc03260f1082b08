import type { ErrorRequestHandler, RequestHandler } from 'express'
import { isDatabaseDown } from '../database/database-down'
import { ApiProblem, toProblemDetails } from './problems'

export const refuseUnknownRoute: RequestHandler = () => {
  throw new ApiProblem('route-not-found')
}

/** Answers every error as problem details; only what nobody expected is logged as an error. */
export const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const problem = toProblemDetails(recognize(error), response.locals.requestId)
  if (problem.status >= 500 && !(error instanceof ApiProblem)) {
    response.locals.log.error({ err: error, code: problem.code }, 'request failed')
  }
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer')
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** What express and its body parser throw, and a database out of reach, as problems of the table. */
function recognize(error: unknown): unknown {
  if (isDatabaseDown(error)) return new ApiProblem('database-unavailable')
  if (!(error instanceof Error) || !('status' in error)) return error
  if ('type' in error && error.type === 'entity.parse.failed') return new ApiProblem('invalid-json')
  if (error.status === 413) return new ApiProblem('body-too-large')
  if (error.status === 415) return new ApiProblem('unsupported-media-type')
  return error.status === 400 ? new ApiProblem('malformed-request') : error
}
