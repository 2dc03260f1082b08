import { z } from 'zod'
import { nextPacificMidnightMs } from '../../domain/quota'
import { afterMs, BEFORE_COMMIT, errorTable, type Meaning, NOT_COMMIT, type Row } from '../error-table'
import type { HttpAnswer } from '../http'
import { DAY_MS, sharedMeanings } from '../meanings'

const shared = sharedMeanings('YOUTUBE')

const projectQuota: Meaning = {
  code: 'platform-quota-exceeded',
  category: 'quota',
  message: "The app's YouTube quota of today is used up.",
  remedy: 'Nothing to do: the job goes on after midnight Pacific Time. To raise the quota, apply to Google.',
  until: nextPacificMidnightMs,
}

const channelAllowance: Meaning = {
  code: 'channel-upload-limit',
  category: 'rate-limited',
  message: 'The channel has uploaded as many videos as YouTube allows it in 24 hours.',
  remedy: 'Nothing to do: the job goes on when the window has passed.',
  until: afterMs(DAY_MS),
}

const noChannel: Meaning = {
  ...shared.reconnectRequired,
  message: 'The Google account has no YouTube channel.',
  remedy: 'Ask the user to create a channel and to reconnect the account.',
}

const forbidden: Meaning = {
  code: 'forbidden',
  category: 'policy',
  message: 'YouTube forbids this to the account or the app.',
  remedy:
    "Check the channel's state in YouTube Studio, the granted permissions and the chosen visibility, then publish anew.",
}

const duplicateVideo: Meaning = {
  code: 'duplicate-video',
  category: 'policy',
  message: 'YouTube rejected the video, because the channel has it already.',
  remedy: 'Look for the video on the channel; publish another file if it is to appear twice.',
}

const channelUnverified: Meaning = {
  code: 'video-too-long-for-channel',
  category: 'media',
  message: 'YouTube rejected the video for its length: an unverified channel may upload up to 15 minutes.',
  remedy: 'Ask the user to verify the channel, or publish a shorter cut.',
}

const contentRejected: Meaning = {
  code: 'content-rejected',
  category: 'policy',
  message: "YouTube rejected the video for its content or for the channel's standing.",
  remedy: 'Look the reason up in YouTube Studio; do not publish the video again as it is.',
}

const METADATA_REASONS = [
  'invalidTitle',
  'invalidDescription',
  'invalidTags',
  'invalidCategoryId',
  'invalidVideoMetadata',
  'invalidPublishAt',
  'invalidFilename',
  'invalidRecordingDetails',
  'invalidVideoGameRating',
  'defaultLanguageNotSet',
  'mediaBodyRequired',
]
const FORBIDDEN_REASONS = [
  'forbidden',
  'insufficientPermissions',
  'forbiddenPrivacySetting',
  'forbiddenLicenseSetting',
  'accountDelegationForbidden',
]
const ACCOUNT_REASONS = ['authenticatedUserAccountSuspended', 'authenticatedUserAccountClosed']
const RATE_REASONS = ['rateLimitExceeded', 'userRateLimitExceeded', 'uploadRateLimitExceeded']
const SERVER_REASONS = ['backendError', 'internalError', 'serviceUnavailable']

/** `status.failureReason` of a video. */
const FAILURE_REASONS = ['codec', 'conversion', 'emptyFile', 'invalidFile', 'tooSmall', 'uploadAborted']
/** `status.rejectionReason` of a video. */
const REJECTION_REASONS = [
  'claim',
  'copyright',
  'inappropriate',
  'legal',
  'termsOfUse',
  'trademark',
  'uploaderAccountClosed',
  'uploaderAccountSuspended',
]

/** YouTube Data API: "Errors", "Videos: insert", "Resumable uploads", and the `video` resource's failure and rejection reasons. */
export const YOUTUBE_ROWS: readonly Row[] = [
  { phases: ['refresh'], code: 'invalid_grant', means: shared.grantRevoked },

  { phases: ['verdict'], code: 'duplicate', means: duplicateVideo },
  { phases: ['verdict'], code: 'length', means: channelUnverified },
  { phases: ['verdict'], code: FAILURE_REASONS, means: shared.mediaRefused },
  { phases: ['verdict'], code: REJECTION_REASONS, means: contentRejected },

  { code: METADATA_REASONS, means: shared.requestRefused },
  { code: 'uploadLimitExceeded', means: channelAllowance },
  { code: ['authError', 'authorizationRequired', 'UNAUTHENTICATED'], means: shared.accessTokenInvalid },
  { code: 'youtubeSignupRequired', means: noChannel },
  { code: ['quotaExceeded', 'dailyLimitExceeded'], means: projectQuota },
  { code: RATE_REASONS, phases: NOT_COMMIT, means: shared.rateLimited },
  { code: FORBIDDEN_REASONS, means: forbidden },
  { code: ACCOUNT_REASONS, means: shared.accountRestricted },
  { code: SERVER_REASONS, phases: NOT_COMMIT, means: shared.unavailable },

  // The session's own statuses. Once the last bytes are on their way, a lost session says nothing (commit: no row).
  { phases: ['transfer'], status: 404, means: shared.uploadGone },
  { phases: ['transfer'], status: 410, means: shared.uploadGone },
  { phases: ['transfer', 'commit'], status: 308, means: shared.notReady },

  { phases: [...BEFORE_COMMIT, 'commit', 'probe', 'enrich'], status: 401, means: shared.accessTokenInvalid },
  { phases: ['prepare', 'transfer'], status: 400, means: shared.requestRefused },
  { phases: ['prepare', 'transfer'], status: 403, means: forbidden },
  { phases: NOT_COMMIT, status: 408, means: shared.unavailable },
  { phases: NOT_COMMIT, status: 429, means: shared.rateLimited },
  { phases: NOT_COMMIT, status: '5xx', means: shared.unavailable },
]

const dataEnvelope = z.object({
  error: z.object({ errors: z.array(z.object({ reason: z.string() })).optional(), status: z.string().optional() }),
})
const oauthEnvelope = z.object({ error: z.string() })

/** The reason decides; the message may hold HTML. The token endpoint is flat. */
function readEvidence(answer: HttpAnswer) {
  const error = dataEnvelope.safeParse(answer.json).data?.error
  return { code: error?.errors?.[0]?.reason ?? error?.status ?? oauthEnvelope.safeParse(answer.json).data?.error }
}

export const youtubeErrors = errorTable('YOUTUBE', YOUTUBE_ROWS, readEvidence)
