import { randomBytes } from 'node:crypto'
import { json, Refusal, type Answer } from '../kernel/answer'

/** Rows of Meta's error table that the sandbox answers: code, subcode, message. */
const ERRORS = {
  invalidToken: [190, null, 'Invalid OAuth access token - Cannot parse access token'],
  expiredToken: [190, 463, 'Error validating access token: Session has expired'],
  revokedToken: [
    190,
    460,
    'Error validating access token: The session has been invalidated because the user changed their password',
  ],
  appRemoved: [190, 458, 'Error validating access token: The user has not authorized application'],
  objectMissing: [
    100,
    33,
    'Unsupported request. Object does not exist, or cannot be loaded due to missing permissions',
  ],
  badMediaType: [100, 2207023, 'The media type is not supported'],
  videoAlone: [100, 2207089, 'The VIDEO media type cannot be published alone; use REELS'],
  captionTooLong: [36004, 2207010, 'The caption is over 2,200 characters, 30 hashtags or 20 mentions'],
  cannotFetch: [9004, 2207052, 'The media could not be fetched from this URI'],
  tooSlow: [-2, 2207003, 'It takes too long to download the media'],
  badFormat: [352, 2207026, 'The video format is not supported'],
  notReady: [9007, 2207027, 'The media is not ready to be published, please wait a moment'],
  unknownCreation: [24, 2207006, 'The requested media was not found'],
  expiredCreation: [24, 2207008, 'The media builder with this creation id does not exist or has expired'],
  capReached: [9, 2207042, 'The account has reached the maximum number of posts within 24 hours'],
  restricted: [25, 2207050, 'The Instagram account is restricted'],
} as const satisfies Record<string, readonly [number, number | null, string]>

export type ErrorName = keyof typeof ERRORS

export function graphError(name: ErrorName): Refusal {
  const [code, subcode, message] = ERRORS[name]
  return new Refusal(envelope(400, code, subcode, message))
}

/** A parameter that is missing or malformed: code 100 without subcode. */
export function parameterError(message: string): Refusal {
  return new Refusal(envelope(400, 100, null, `(#100) ${message}`))
}

/** What a container's `status` says of an error. */
export function subcodeOf(name: ErrorName): string {
  return String(ERRORS[name][1])
}

/** The error that the Graph API gives with an HTTP status. */
export function errorOf(status: number): Answer {
  if (status === 401) return envelope(status, 190, 463, ERRORS.expiredToken[2])
  if (status === 429) return envelope(status, 4, null, '(#4) Application request limit reached')
  if (status === 404) return envelope(status, 100, 33, ERRORS.objectMissing[2])
  return envelope(status, 2, null, 'An unexpected error has occurred. Please retry your request later.')
}

function envelope(status: number, code: number, subcode: number | null, message: string): Answer {
  return json(status, {
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(subcode === null ? {} : { error_subcode: subcode }),
      is_transient: code === 2 || code === 4,
      fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
    },
  })
}
