import type { ProblemType } from '../problems'

/** Problems of who calls, how often, and for whom. */
export const CALLER_PROBLEMS = {
  'api-key-missing': {
    status: 401,
    title: 'No API key was given',
    remedy: 'Send the header "Authorization: Bearer <API key>".',
  },
  'api-key-invalid': {
    status: 401,
    title: 'The API key is unknown or revoked',
    remedy: 'Use a key that is in force; keys are made by an operator.',
  },
  'scope-missing': {
    status: 403,
    title: 'The API key lacks a scope',
    remedy: 'Use a key with the scope that "scope" names.',
  },
  'key-of-one-user': {
    status: 403,
    title: 'The API key acts for one user only, and not for this one',
    remedy: 'Use a key of the service that is bound to no user.',
  },
  'user-id-taken': {
    status: 409,
    title: 'The id belongs to a user of another service',
    remedy: 'Use an id of your own, such as one with the name of your service in front.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests were sent with this API key',
    remedy: 'Go on after the seconds of "Retry-After"; "RateLimit" tells with every answer how many are left.',
  },
} as const satisfies Record<string, ProblemType>
