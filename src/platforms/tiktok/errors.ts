import { z } from 'zod'
import type { Problem } from '../../domain/errors'
import { afterMs, BEFORE_COMMIT, errorTable, LOGIN, type Meaning, NOT_COMMIT, type Row } from '../error-table'
import type { HttpAnswer } from '../http'
import { DAY_MS, HOUR_MS, sharedMeanings } from '../meanings'
import type { PostStatus } from './answers'
import { DIRECT_POSTS, DRAFT_CAP, PENDING_DRAFTS, POSTING_CAP } from './windows'

const shared = sharedMeanings('TIKTOK')

const postingCap: Meaning = {
  ...POSTING_CAP,
  category: 'rate-limited',
  until: afterMs(DAY_MS),
  cooldown: { scope: 'writes', reach: 'account', teaches: DIRECT_POSTS },
}

const draftCap: Meaning = {
  ...DRAFT_CAP,
  category: 'rate-limited',
  until: afterMs(DAY_MS),
  cooldown: { scope: 'writes', reach: 'account' },
}

const activeUserCap: Meaning = {
  code: 'app-user-cap',
  category: 'rate-limited',
  message: 'The app has reached its number of active creators for today.',
  remedy: 'The job is tried again in an hour. To raise the cap, apply to TikTok for the app.',
  until: afterMs(HOUR_MS),
  // Of new creators alone: those that the app has served within the day are among its number.
  cooldown: { scope: 'writes', reach: 'app', spares: [DIRECT_POSTS.name, PENDING_DRAFTS.name] },
}

const unaudited: Meaning = {
  code: 'app-not-audited',
  category: 'configuration',
  message: 'TikTok has not audited this app, so it may post only to private accounts with SELF_ONLY.',
  remedy: 'Have the app audited, or publish with SELF_ONLY to an account that is set to private.',
}

const urlUnverified: Meaning = {
  code: 'source-domain-unverified',
  category: 'configuration',
  message: "TikTok does not fetch from the video's domain, because it is not verified for the app.",
  remedy: 'Verify the domain in the TikTok developer portal, or upload the file.',
}

const privacyMismatch: Meaning = {
  code: 'privacy-level-unavailable',
  category: 'policy',
  message: 'The creator does not have the chosen privacy level.',
  remedy: "Let the user choose one of the account's present levels, then publish anew.",
}

/** No word about the account, but whoever goes on with such texts is banned. */
const textRefused: Meaning = {
  code: 'text-suspected',
  category: 'policy',
  message: "TikTok takes the post's text for spam.",
  remedy: 'Change caption and hashtags before publishing anew; do not repeat it as it is.',
  cooldown: { scope: 'writes', reach: 'account', lastsMs: HOUR_MS },
}

const spamSuspected: Meaning = {
  code: 'spam-suspected',
  category: 'policy',
  message: 'TikTok takes the post for spam.',
  remedy: 'Publish less often and less alike; do not repeat the post as it is.',
  cooldown: { scope: 'writes', reach: 'account', lastsMs: DAY_MS },
}

const publishCancelled: Meaning = {
  code: 'publish-cancelled',
  category: 'policy',
  message: 'The publish was cancelled at TikTok.',
  remedy: 'Retry the job if the video is still to be published.',
}

const appTooOld: Meaning = {
  code: 'user-app-too-old',
  category: 'policy',
  message: "The user's TikTok app is too old for this kind of post.",
  remedy: 'Ask the user to update the TikTok app, then retry.',
}

/** `fail_reason` internal: the task is over without a post, and a new one may succeed. */
const taskFailed: Meaning = {
  ...shared.uploadGone,
  code: 'processing-failed',
  message: 'TikTok failed to process the upload for a reason of its own.',
}

const pullFailed: Meaning = {
  code: 'source-not-fetched',
  category: 'transient',
  message: 'TikTok could not download the video from its public address.',
  remedy:
    'Nothing to do: it is tried again. If it stays so, check that the address answers without redirects, or upload the file.',
}

const notCancellable: Meaning = {
  code: 'publish-not-cancellable',
  category: 'policy',
  message: 'TikTok can no longer cancel the publish.',
  remedy: 'Nothing to do: the job tells what became of it. Delete the post in TikTok if it is not wanted.',
}

const chunkRejected: Meaning = {
  code: 'chunk-rejected',
  category: 'transient',
  message: 'TikTok did not take a chunk, because its length or range was not what it expected.',
  remedy: 'Nothing to do: the upload goes on from where TikTok says it is.',
}

/** Content Posting API: "Direct Post", "Upload", "Query Creator Info", "Get Post Status" (`fail_reason`), "Cancel", "Media Transfer Guide"; OAuth v2. */
export const TIKTOK_ROWS: readonly Row[] = [
  // Of a login, load and faults come before any code.
  { phases: LOGIN, status: 429, means: shared.rateLimited },
  { phases: LOGIN, status: '5xx', means: shared.unavailable },
  { phases: ['connect'], code: 'invalid_grant', means: shared.codeRefused },
  // A redirect address that is not the registered one has been seen as a malformed request.
  { phases: ['connect'], code: 'invalid_request', means: shared.appRefused },
  { phases: ['refresh'], code: 'invalid_grant', means: shared.grantRevoked },
  {
    phases: ['revoke'],
    code: ['invalid_grant', 'invalid_request', 'access_token_invalid'],
    means: shared.grantRevoked,
  },
  { phases: LOGIN, code: ['invalid_client', 'unauthorized_client'], means: shared.appRefused },

  { code: ['invalid_param', 'invalid_params', 'invalid_file_upload'], means: shared.requestRefused },
  { code: 'access_token_invalid', means: shared.accessTokenInvalid },
  { code: ['scope_not_authorized', 'scope_permission_missed'], means: shared.permissionMissing },
  { code: 'auth_removed', means: shared.authorizationRemoved },
  { code: 'spam_risk_too_many_posts', means: postingCap },
  { code: 'spam_risk_too_many_pending_share', means: draftCap },
  { code: 'spam_risk_user_banned_from_posting', means: shared.accountRestricted },
  { code: 'spam_risk_text', means: textRefused },
  { code: 'spam_risk', means: spamSuspected },
  { code: 'reached_active_user_cap', means: activeUserCap },
  { code: 'unaudited_client_can_only_post_to_private_accounts', means: unaudited },
  { code: 'url_ownership_unverified', means: urlUnverified },
  { code: 'privacy_level_option_mismatch', means: privacyMismatch },
  { code: 'rate_limit_exceeded', means: shared.accountLimited },
  { code: ['invalid_publish_id', 'token_not_authorized_for_specified_publish_id'], means: shared.uploadGone },
  { code: 'publish_not_cancellable', means: notCancellable },
  { code: 'internal_error', phases: NOT_COMMIT, means: shared.unavailable },

  {
    phases: ['verdict'],
    code: ['file_format_check_failed', 'duration_check_failed', 'frame_rate_check_failed', 'picture_size_check_failed'],
    means: shared.mediaRefused,
  },
  { phases: ['verdict'], code: 'internal', means: taskFailed },
  { phases: ['verdict'], code: ['video_pull_failed', 'photo_pull_failed'], means: pullFailed },
  { phases: ['verdict'], code: 'publish_cancelled', means: publishCancelled },
  { phases: ['verdict'], code: 'app_version_check_failed', means: appTooOld },

  // The upload host has no envelope: its status is all there is. A refused commit is no verdict, since the bytes may have
  // arrived with an earlier one.
  { phases: ['transfer'], status: 416, means: chunkRejected },
  { phases: ['transfer'], status: 400, means: chunkRejected },
  { phases: ['transfer'], status: 403, means: shared.uploadGone },
  { phases: ['transfer'], status: 404, means: shared.uploadGone },
  { phases: ['commit'], status: 206, means: shared.notReady },

  { phases: [...BEFORE_COMMIT, 'probe', 'enrich'], status: 401, means: shared.accessTokenInvalid },
  { phases: NOT_COMMIT, status: 429, means: shared.accountLimited },
  { phases: NOT_COMMIT, status: '5xx', means: shared.unavailable },
]

const dataEnvelope = z.object({
  error: z.object({ code: z.string(), log_id: z.string().optional(), logid: z.string().optional() }),
})
const oauthEnvelope = z.object({ error: z.string(), log_id: z.string().optional() })

/** The data endpoints wrap their error, the token endpoint is flat. */
function readEvidence(answer: HttpAnswer): { code?: string; requestId?: string | undefined } {
  const data = dataEnvelope.safeParse(answer.json).data
  if (data) return { code: data.error.code, requestId: data.error.log_id ?? data.error.logid }
  const oauth = oauthEnvelope.safeParse(answer.json).data
  return oauth ? { code: oauth.error, requestId: oauth.log_id } : {}
}

export const tiktokErrors = errorTable('TIKTOK', TIKTOK_ROWS, readEvidence)

/** Why TikTok has ended a task without a post. */
export const failureOf = ({ fail_reason: code }: Pick<PostStatus, 'fail_reason'>, nowMs: number): Problem =>
  tiktokErrors.problem('verdict', { status: null, code }, nowMs)
