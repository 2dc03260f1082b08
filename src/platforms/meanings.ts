import { PLATFORM_NAMES, type Platform } from '../domain/platform'
import { AUTHORIZATION_REMOVED, PERMISSION_MISSING } from '../domain/refusal'
import type { Meaning } from './error-table'

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** The meanings that every platform's table shares, told with the platform's name. */
export function sharedMeanings(platform: Platform) {
  const name = PLATFORM_NAMES[platform]
  /** Stops nothing but the call itself. */
  const rateLimited = {
    code: 'rate-limited',
    category: 'rate-limited',
    message: `${name} limits how often it may be called for now.`,
    remedy: 'Nothing to do: the job goes on after the pause.',
  } as const satisfies Meaning
  return {
    /** Renewable: one refresh may cure it. */
    accessTokenInvalid: {
      code: 'access-token-invalid',
      category: 'auth',
      message: `${name} no longer accepts the access token.`,
      remedy: 'Nothing to do: the token is renewed once. If that fails, the user must reconnect the account.',
    },
    /** No refresh cures it. */
    reconnectRequired: {
      code: 'reconnect-required',
      category: 'auth',
      message: `${name} wants the user to let the app use the account anew.`,
      remedy: 'Ask the user to reconnect the account.',
    },
    /** The grant lives, without what this one call needs. */
    permissionMissing: {
      code: PERMISSION_MISSING,
      category: 'auth',
      message: `${name} says that the account has not given, or has taken back, the permission that this needs.`,
      remedy: 'Ask the user to reconnect the account and to grant every permission.',
    },
    authorizationRemoved: {
      code: AUTHORIZATION_REMOVED,
      category: 'auth',
      message: `The user has removed the app's access to the account, in ${name} itself.`,
      remedy: 'Ask the user whether it was meant; if not, to reconnect the account.',
    },
    codeRefused: {
      code: 'code-refused',
      category: 'policy',
      message: `${name} does not accept the code of this consent: it was used before, is too old, or is not for this request.`,
      remedy: 'Open a new link to connect the account.',
    },
    consentTooNarrow: {
      code: 'consent-too-narrow',
      category: 'policy',
      message: `The user has not granted what it takes to know the account at ${name}.`,
      remedy: 'Open a new link to connect the account, and grant every permission.',
    },
    /** Our own fault: says nothing about any grant. */
    appRefused: {
      code: 'app-refused',
      category: 'configuration',
      message: `${name} does not accept the app's own credentials or its redirect address.`,
      remedy: `Check the app's id, its secret and the redirect address that is registered for it at ${name}.`,
    },
    grantRevoked: {
      code: 'grant-revoked',
      category: 'auth',
      message: `${name} refuses to renew the connection: it was revoked or has expired.`,
      remedy: 'Ask the user to reconnect the account.',
    },
    rateLimited,
    accountLimited: {
      ...rateLimited,
      message: `${name} limits how often it may be called for this account for now.`,
      cooldown: { scope: 'all', reach: 'account' },
    },
    appLimited: {
      ...rateLimited,
      message: `${name} limits how often the app may call it for now.`,
      cooldown: { scope: 'all', reach: 'app' },
    },
    unavailable: {
      code: 'platform-unavailable',
      category: 'transient',
      message: `${name} has an internal error.`,
      remedy: `Nothing to do: the call is repeated for a while. If it stays so, check ${name}'s status page.`,
    },
    outcomeUnknown: {
      code: 'commit-unanswered',
      category: 'unknown-outcome',
      message: `${name} answered the request that publishes with an error that can hide a post.`,
      remedy: 'Nothing to do: the platform is asked whether the post exists before anything is sent again.',
    },
    requestRefused: {
      code: 'request-refused',
      category: 'policy',
      message: `${name} does not accept what the post says or asks for.`,
      remedy: 'Check caption, hashtags and options against the platform code, then publish anew.',
    },
    mediaRefused: {
      code: 'media-refused',
      category: 'media',
      message: `${name} cannot use this video file.`,
      remedy:
        'Re-encode the video as H.264 and AAC in MP4 with 23 to 60 frames a second, then publish it as a new video.',
    },
    accountRestricted: {
      code: 'account-restricted',
      category: 'policy',
      message: `${name} does not let this account publish.`,
      remedy: `Ask the user to open ${name} and to resolve the restriction, then retry.`,
    },
    /** The upload task is lost; whatever it held was not published. */
    uploadGone: {
      code: 'upload-gone',
      category: 'transient',
      message: `${name} no longer knows the upload.`,
      remedy: 'Nothing to do: a new upload is prepared.',
    },
    /** The commit came too early or short; the task lives on. */
    notReady: {
      code: 'upload-incomplete',
      category: 'transient',
      message: `${name} does not have the whole video yet.`,
      remedy: 'Nothing to do: the upload goes on from where the platform says it is.',
    },
  } as const satisfies Record<string, Meaning>
}
