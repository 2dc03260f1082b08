import { rateLimit } from 'express-rate-limit'
import type { RequestHandler } from 'express'
import { ApiProblem } from '../problems'

const WINDOW_MS = 60_000

/**
 * Counts the requests of each key, those that are refused afterwards too, and tells in `RateLimit` and `RateLimit-Policy`
 * (draft-ietf-httpapi-ratelimit-headers) what is left. Goes behind the guard that knows the caller.
 */
export const createRateLimit = (requestsPerMinute: number): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: requestsPerMinute,
    identifier: 'requests',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => response.locals.caller.keyId,
    handler: () => {
      throw new ApiProblem('rate-limited')
    },
  })
