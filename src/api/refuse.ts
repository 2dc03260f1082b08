import type { ErrorRequestHandler, RequestHandler } from 'express'
import { isDatabaseDown } from '../database/database-down'
import { PAGE_HEADERS, PRIVATE_HEADERS, toPage } from './pages'
import { ApiProblem, toProblemDetails } from './problems'
import type { ProblemDetails } from './problems'

export const refuseUnknownRoute: RequestHandler = () => {
  throw new ApiProblem('route-not-found')
}

/** Answers every error as problem details, and to a browser as a page; only what nobody expected is logged as an error. */
export const refuse: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error)
  const problem = toProblemDetails(recognize(error), response.locals.requestId)
  response.locals.problemCode = problem.code
  if (problem.status >= 500 && !(error instanceof ApiProblem)) {
    response.locals.log.error({ err: error, code: problem.code }, 'request failed')
  }
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer')
  response.status(problem.status)
  if (request.accepts(['json', 'html']) === 'html') response.set(PAGE_HEADERS).type('html').send(problemPage(problem))
  else response.set(PRIVATE_HEADERS).type('application/problem+json').send(JSON.stringify(problem))
}

const problemPage = ({ title, detail, remedy, code, requestId }: ProblemDetails): string =>
  toPage({
    title,
    paragraphs: detail === undefined ? [remedy] : [detail, remedy],
    facts: { Code: code, 'Request id': requestId },
  })

/** What express and its body parser throw, and a database out of reach, as problems of the table. */
export function recognize(error: unknown): unknown {
  if (isDatabaseDown(error)) return new ApiProblem('database-unavailable')
  if (!(error instanceof Error) || !('status' in error)) return error
  if ('type' in error && error.type === 'entity.parse.failed') return new ApiProblem('invalid-json')
  if (error.status === 413) return new ApiProblem('body-too-large')
  if (error.status === 415) return new ApiProblem('unsupported-media-type')
  return error.status === 400 ? new ApiProblem('malformed-request') : error
}
