import { json, Refusal, type Answer } from '../kernel/answer'

const STATUS_NAMES: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
}

/** An error in Google's envelope; clients decide by `errors[0].reason`. */
export function apiError(status: number, reason: string, message: string, domain = 'global'): Refusal {
  return new Refusal(envelope(status, reason, message, domain))
}

/** The error that Google gives with an HTTP status. */
export function errorOf(status: number): Answer {
  if (status === 401) return envelope(401, 'authError', 'Invalid Credentials')
  if (status === 404) return envelope(404, 'notFound', 'Not Found')
  if (status === 429) return envelope(429, 'rateLimitExceeded', 'Rate Limit Exceeded', 'usageLimits')
  if (status === 403) return envelope(403, 'forbidden', 'Forbidden')
  if (status < 500) return envelope(status, 'badRequest', 'Bad Request')
  return envelope(status, 'backendError', 'Backend Error')
}

function envelope(status: number, reason: string, message: string, domain = 'global'): Answer {
  const name = STATUS_NAMES[status]
  const errors = [{ message, domain, reason }]
  return json(status, { error: { code: status, message, errors, ...(name ? { status: name } : {}) } })
}
