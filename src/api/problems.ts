import { PublishError } from '../domain/errors'
import type { ErrorCategory } from '../domain/errors'
import { CALLER_PROBLEMS } from './callers/problems'
import { CONNECT_PROBLEMS } from './connect/problems'
import { FOLLOW_PROBLEMS } from './follow/problems'
import { VIDEO_PROBLEMS } from './videos/problems'
import { WEBHOOK_PROBLEMS } from './webhooks/problems'

export interface ProblemType {
  status: number
  title: string
  remedy: string
}

/** Every problem that the API itself can answer, by its stable code: the one table from an error to an HTTP status. */
export const PROBLEMS = {
  'malformed-request': {
    status: 400,
    title: 'The request is malformed',
    remedy: 'Check the encoding of the URL and the body.',
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not valid JSON',
    remedy: 'Send one JSON object in UTF-8, without NUL characters and half surrogate pairs.',
  },
  'webhook-malformed': {
    status: 400,
    title: 'The delivery is signed, and not what the platform documents',
    remedy: 'Report it with its event and the request id; nothing was changed.',
  },
  'webhook-signature-invalid': {
    status: 401,
    title: 'The delivery is not signed by the platform for this app',
    remedy: "Check that the app's key and secret are those of the platform's portal; nothing was changed.",
  },
  'webhook-too-old': {
    status: 401,
    title: 'The delivery was not signed just now',
    remedy: 'Check the clock of this machine; nothing was changed.',
  },
  'route-not-found': { status: 404, title: 'There is no such route', remedy: 'See /docs for the routes.' },
  'job-not-found': { status: 404, title: 'There is no such publish job', remedy: 'Check the job id.' },
  'job-removed': {
    status: 410,
    title: 'The publish job has ended long ago and was removed',
    remedy: 'See "job" for what is left of it. To publish its video again, make a new job.',
  },
  'user-not-found': { status: 404, title: 'There is no such user', remedy: 'Create the user with PUT /v1/users/{id}.' },
  'post-not-found': { status: 404, title: 'There is no such post', remedy: 'Check the post id.' },
  'post-archived': {
    status: 410,
    title: 'The post is old, and in the archive only',
    remedy: 'An operator brings it back with: npm run ops -- archive restore --month, of the month that "month" names.',
  },
  'page-link-invalid': {
    status: 404,
    title: 'This link leads nowhere',
    remedy: 'Check that the link is complete, or ask for a new one. What it led to may have been erased.',
  },
  'connection-not-found': { status: 404, title: 'There is no such connection', remedy: 'Check the connection id.' },
  'pause-not-found': {
    status: 404,
    title: 'There is no such pause, or it is over',
    remedy: 'See GET /v1/cooldowns for what holds now.',
  },
  'duplicate-publish': {
    status: 409,
    title: 'This video is already published, or about to be, on this account',
    remedy: 'Follow what "existing" names, or send "allowDuplicate": true to publish it once more.',
  },
  'too-late': {
    status: 409,
    title: 'The job has gone too far for this change',
    remedy: 'Look at the state of "job"; nothing was changed.',
  },
  unconfirmed: {
    status: 409,
    title: 'The platform may have published, and there is no verdict yet',
    remedy:
      'Wait for the verdict: the job is probed until the platform tells it. An operator may settle it with /resolve.',
  },
  'not-retryable': {
    status: 409,
    title: 'Only a job that has failed can be retried',
    remedy: 'Look at the state of "job"; nothing was changed.',
  },
  'publish-before-passed': {
    status: 409,
    title: "The job's latest instant has come",
    remedy: 'Retry it with a later one, "?publishBefore=<instant with offset>"; nothing was changed.',
  },
  'not-unconfirmed': {
    status: 409,
    title: 'The job is not unconfirmed: there is nothing to settle',
    remedy: 'Look at the state of "job"; nothing was changed.',
  },
  'commit-in-flight': {
    status: 409,
    title: 'The request that publishes may still arrive at the platform',
    remedy: 'Look for the post again in some minutes, then settle the job.',
  },
  'post-id-taken': {
    status: 409,
    title: 'The post of this id belongs to another job',
    remedy: 'Check the id of the post.',
  },
  'email-taken': {
    status: 409,
    title: 'Another user has this e-mail address',
    remedy: 'Use the id of that user, or another address.',
  },
  'connection-busy': {
    status: 409,
    title: 'The account is publishing, or may have published',
    remedy:
      'Wait until the jobs of "jobIds" have a verdict; an operator may settle an unconfirmed one with /resolve. Nothing was changed.',
  },
  'jobs-depend': {
    status: 409,
    title: 'Jobs need this account',
    remedy:
      'Send "?jobs=cancel" to cancel the "jobs" of them, or "?jobs=park" to let each wait for a reconnect. Nothing was changed.',
  },
  'user-busy': {
    status: 409,
    title: 'A job of the user is publishing, or may have published',
    remedy:
      'Wait until the jobs of "jobIds" have a verdict; an operator may settle an unconfirmed one with /resolve. Nothing was changed.',
  },
  'user-being-erased': {
    status: 409,
    title: 'The user is being erased with all that is theirs',
    remedy: 'Nothing more can be done for this user. Once GET /v1/users/{id} answers 404, the id is free.',
  },
  'not-a-pause': {
    status: 409,
    title: 'The platform itself said so, and nobody can end it',
    remedy: 'It ends by itself at "until" of GET /v1/cooldowns; nothing was changed.',
  },
  'page-link-expired': { status: 410, title: 'This link has ended', remedy: 'Ask for a new link.' },
  'body-too-large': { status: 413, title: 'The body is too large', remedy: 'Send at most 64 KiB.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of another media type than the route takes',
    remedy: 'Send JSON in UTF-8 with "Content-Type: application/json", unless /docs says otherwise.',
  },
  'validation-failed': {
    status: 422,
    title: 'The request breaks rules',
    remedy: 'Correct everything that "errors" names; nothing was written.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    remedy: 'Use a new key for each new request, and the same key only for the same body.',
  },
  internal: {
    status: 500,
    title: 'Something unexpected happened',
    remedy: 'Try again; if it stays, report the request id.',
  },
  'not-ready': {
    status: 503,
    title: 'A dependency is out of reach',
    remedy: 'See "dependencies"; try again shortly.',
  },
  stopping: {
    status: 503,
    title: 'This process is ending',
    remedy: 'Send requests to another one; those that are here already are answered.',
  },
  'temporal-unavailable': {
    status: 503,
    title: 'Temporal is out of reach',
    remedy: 'Try again shortly. Jobs are accepted meanwhile, and go on when it is back.',
  },
  'database-unavailable': {
    status: 503,
    title: 'The database is out of reach',
    remedy: 'Try again shortly, with the same Idempotency-Key.',
  },
  ...CALLER_PROBLEMS,
  ...CONNECT_PROBLEMS,
  ...FOLLOW_PROBLEMS,
  ...VIDEO_PROBLEMS,
  ...WEBHOOK_PROBLEMS,
} as const satisfies Record<string, ProblemType>

export type ProblemCode = keyof typeof PROBLEMS

/** The HTTP status of an error that a port has thrown, unless the table has its code. */
const CATEGORY_STATUS: Record<ErrorCategory, number> = {
  transient: 503,
  'rate-limited': 503,
  quota: 503,
  auth: 502,
  media: 422,
  policy: 422,
  configuration: 500,
  'unknown-outcome': 500,
  internal: 500,
}

/** One broken rule: `pointer` into the body, or the name of a path, query or header `parameter`. */
export type FieldError = { code: string; message: string } & ({ pointer: string } | { parameter: string })

/** RFC 9457. Members beyond the first six belong to single problem types. */
export interface ProblemDetails {
  type: string
  title: string
  status: number
  code: string
  remedy: string
  requestId: string
  detail?: string
  errors?: FieldError[]
  [member: string]: unknown
}

/** A request that is answered with a problem of the table. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'

  constructor(
    readonly code: ProblemCode,
    readonly members: { detail?: string; errors?: FieldError[]; [member: string]: unknown } = {},
  ) {
    super(PROBLEMS[code].title)
  }
}

/** Describes any error as problem details. What is neither `ApiProblem` nor `PublishError` tells nothing but `internal`. */
export function toProblemDetails(error: unknown, requestId: string): ProblemDetails {
  if (error instanceof PublishError) {
    const { code, category, message, remedy } = error.problem
    // A platform's own limit is none of ours, though it has the same code.
    if (isKnown(code) && category !== 'rate-limited')
      return toProblemDetails(new ApiProblem(code, { detail: message }), requestId)
    return {
      type: typeOf(code),
      title: 'The request could not be carried out',
      status: CATEGORY_STATUS[category],
      code,
      detail: message,
      remedy,
      requestId,
    }
  }
  const code = error instanceof ApiProblem ? error.code : 'internal'
  const members = error instanceof ApiProblem ? error.members : {}
  return { type: typeOf(code), ...PROBLEMS[code], code, ...members, requestId }
}

const isKnown = (code: string): code is ProblemCode => code in PROBLEMS

const typeOf = (code: string) => `/problems/${code}`
