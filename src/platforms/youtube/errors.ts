import { z } from 'zod'
import { BEFORE_COMMIT, errorTable, LOGIN, NOT_COMMIT, type Row } from '../error-table'
import type { HttpAnswer } from '../http'
import { meanings as means } from './meanings'

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
  'forbiddenPrivacySetting',
  'forbiddenLicenseSetting',
  'accountDelegationForbidden',
]
const ACCOUNT_REASONS = ['authenticatedUserAccountSuspended', 'authenticatedUserAccountClosed']
const QUOTA_REASONS = ['quotaExceeded', 'dailyLimitExceeded']
const SERVER_REASONS = ['backendError', 'internalError', 'serviceUnavailable']

/** `status.failureReason` and `processingDetails.processingFailureReason`, then `status.rejectionReason` of a video. */
const VERDICTS: readonly Row[] = [
  {
    phases: ['verdict'],
    code: ['codec', 'conversion', 'emptyFile', 'invalidFile', 'tooSmall'],
    means: means.mediaRefused,
  },
  { phases: ['verdict'], code: ['uploadAborted', 'uploadFailed'], means: means.uploadBroken },
  { phases: ['verdict'], code: ['transcodeFailed', 'streamingFailed', 'other'], means: means.processingFailed },

  { phases: ['verdict'], code: 'duplicate', means: means.duplicateVideo },
  { phases: ['verdict'], code: 'length', means: means.channelUnverified },
  { phases: ['verdict'], code: ['inappropriate', 'termsOfUse'], means: means.contentRejected },
  { phases: ['verdict'], code: ['claim', 'copyright', 'legal', 'trademark'], means: means.rightsClaimed },
  {
    phases: ['verdict'],
    code: ['uploaderAccountClosed', 'uploaderAccountSuspended'],
    means: means.accountRestricted,
  },
  { phases: ['verdict'], code: 'deleted', means: means.videoDeleted },
]

/** A wrong client is our fault, and says nothing about any grant. */
const APP_REFUSALS = ['invalid_client', 'unauthorized_client', 'redirect_uri_mismatch']

/** Google's OAuth 2.0 for web servers; YouTube Data API: "Errors", "Videos: insert", "Thumbnails: set", "PlaylistItems: insert", "Resumable uploads". */
export const YOUTUBE_ROWS: readonly Row[] = [
  // Of a login, load and faults come before any code.
  { phases: LOGIN, status: 429, means: means.rateLimited },
  { phases: LOGIN, status: '5xx', means: means.unavailable },
  { phases: ['connect'], code: 'invalid_grant', means: means.codeRefused },
  { phases: ['connect'], code: 'youtubeSignupRequired', means: means.channelMissing },
  { phases: ['connect'], code: 'insufficientPermissions', means: means.consentTooNarrow },
  { phases: ['connect'], code: QUOTA_REASONS, means: means.projectQuota },
  { phases: ['refresh'], code: 'invalid_grant', means: means.grantRevoked },
  { phases: ['revoke'], code: 'invalid_token', means: means.grantRevoked },
  { phases: LOGIN, code: APP_REFUSALS, means: means.appRefused },
  ...VERDICTS,

  { phases: ['attach'], code: ['invalidImage', 'badContent', 'uploadTooLarge'], means: means.imageRefused },
  { code: METADATA_REASONS, means: means.requestRefused },
  { code: 'uploadLimitExceeded', means: means.channelAllowance },
  { code: ['authError', 'authorizationRequired', 'UNAUTHENTICATED'], means: means.accessTokenInvalid },
  { code: 'youtubeSignupRequired', means: means.noChannel },
  { code: QUOTA_REASONS, means: means.projectQuota },
  { code: 'userRateLimitExceeded', phases: NOT_COMMIT, means: means.accountLimited },
  { code: 'rateLimitExceeded', phases: NOT_COMMIT, means: means.appLimited },
  // Of thumbnails alone.
  { code: 'uploadRateLimitExceeded', phases: NOT_COMMIT, means: means.rateLimited },
  { phases: ['attach'], code: 'insufficientPermissions', means: means.forbidden },
  { code: 'insufficientPermissions', means: means.permissionMissing },
  { code: FORBIDDEN_REASONS, means: means.forbidden },
  { code: ACCOUNT_REASONS, means: means.accountRestricted },
  { code: ['videoNotFound', 'playlistNotFound'], phases: NOT_COMMIT, means: means.notFound },
  { code: SERVER_REASONS, phases: NOT_COMMIT, means: means.unavailable },

  // The session's own statuses. Once the last bytes are on their way, a lost session says nothing (commit: no row).
  { phases: ['transfer'], status: 404, means: means.uploadGone },
  { phases: ['transfer'], status: 410, means: means.uploadGone },
  { phases: ['transfer', 'commit'], status: 308, means: means.notReady },

  { phases: [...BEFORE_COMMIT, 'commit', 'probe', 'enrich', 'attach'], status: 401, means: means.accessTokenInvalid },
  { phases: ['prepare', 'transfer', 'attach'], status: 400, means: means.requestRefused },
  { phases: ['prepare', 'transfer', 'attach'], status: 403, means: means.forbidden },
  { phases: ['attach'], status: 404, means: means.notFound },
  { phases: ['attach'], status: 413, means: means.imageRefused },
  { phases: NOT_COMMIT, status: 408, means: means.unavailable },
  { phases: NOT_COMMIT, status: 409, means: means.conflict },
  { phases: NOT_COMMIT, status: 429, means: means.accountLimited },
  { phases: NOT_COMMIT, status: '5xx', means: means.unavailable },
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
