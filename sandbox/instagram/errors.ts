import { randomBytes } from 'node:crypto'
import { json, Refusal, type Answer } from '../kernel/answer'
import type { Profile } from '../kernel/profiles'

/** Rows of Meta's error table that the sandbox answers: code, subcode, message. */
const ERRORS = {
  invalidToken: [190, null, 'Invalid OAuth access token - Cannot parse access token'],
  expiredToken: [190, 463, 'Error validating access token: Session has expired'],
  wrongSecret: [1, null, 'Error validating client secret.'],
  permissionMissing: [10, null, '(#10) Application does not have permission for this action'],
  objectMissing: [
    100,
    33,
    'Unsupported request. Object does not exist, or cannot be loaded due to missing permissions',
  ],
  codeUsed: [100, 36009, 'This authorization code has been used.'],
  otherRedirect: [
    100,
    36008,
    'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
  ],
  unknownPath: [2500, null, 'Unknown path components'],
  badMediaType: [100, 2207023, 'The media type is not supported'],
  videoAlone: [100, 2207089, 'The VIDEO media type cannot be published alone; use REELS'],
  trialNotAllowed: [100, 2207081, 'The account may not publish trial reels'],
  captionTooLong: [36004, 2207010, 'The caption is over 2,200 characters, 30 hashtags or 20 mentions'],
  cannotFetch: [9004, 2207052, 'The media could not be fetched from this URI'],
  tooSlow: [-2, 2207003, 'It takes too long to download the media'],
  badFormat: [352, 2207026, 'The video format is not supported'],
  coverTooLarge: [36000, 2207004, 'The image is too large to download'],
  coverFormat: [36001, 2207005, 'The image format is not supported'],
  notReady: [9007, 2207027, 'The media is not ready to be published, please wait a moment'],
  unknownCreation: [24, 2207006, 'The requested media was not found'],
  expiredCreation: [24, 2207008, 'The media builder with this creation id does not exist or has expired'],
  capReached: [9, 2207042, 'The account has reached the maximum number of posts within 24 hours'],
  restricted: [25, 2207050, 'The Instagram account is restricted'],
  spam: [4, 2207051, 'The activity is restricted to protect the community'],
  serverError: [-1, 2207001, 'An Instagram server error occurred, try again'],
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

export function revokedError(subcode: Profile<'INSTAGRAM'>['revokedAs']): Refusal {
  return new Refusal(envelope(400, 190, subcode, 'Error validating access token: The session is no longer valid'))
}

/** Rate errors come with 400, as 80002 was seen to. */
export function rateError(code: number): Refusal {
  return new Refusal(envelope(400, code, null, `(#${code}) Request limit reached`))
}

/** What a container's `status` says of an error. */
export function subcodeOf(name: ErrorName): string {
  return String(ERRORS[name][1])
}

/** The error that the Graph API gives with an HTTP status. */
export function errorOf(status: number): Answer {
  if (status === 401) return envelope(status, 190, 463, ERRORS.expiredToken[2])
  if (status === 429) return envelope(status, 4, null, '(#4) Application request limit reached')
  if (status === 404) return envelope(status, 2500, null, ERRORS.unknownPath[2])
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
