import { z } from 'zod'
import type { Problem } from '../../domain/errors'
import { errorTable, type Evidence, LOGIN, type Meaning, NOT_COMMIT, type Row } from '../error-table'
import type { HttpAnswer } from '../http'
import {
  appNotPermitted,
  captionTooLong,
  containerFailed,
  containerNotFound,
  coverRefused,
  publishingCap,
  shared,
  spamSuspected,
  tokenTooYoung,
  trialNotAllowed,
  uploadRefused,
  versionRefused,
  videoUnreachable,
} from './meanings'
import { regainAccessMs } from './usage'

const UPLOAD: Row['phases'] = ['transfer']
const PERMISSION_CODES = ['10', ...Array.from({ length: 100 }, (_, index) => String(200 + index))]
const APP_REMOVED = '458'
/** Meta has no code for it. */
const WRONG_APP = 'wrong-app'
const CODE_EXPIRED = '36007'
const WRONG_REDIRECT = '36008'
const CODE_USED = '36009'
const APP_RATE_CODE = '4'
const RATE_CODES = [APP_RATE_CODE, '17', '32', '613', '80002']

/** A definite subcode that stands alone, whatever its code is. */
const row = (subcode: string | readonly string[], means: Meaning): Row => ({ subcode, means })

/**
 * Instagram Platform, "Error Codes". The subcode decides before the code: 4 is a rate limit of the app as well as a spam
 * block. A commit trusts only what cannot hide a post; posts have been live behind 4/2207051, -1 and rate errors.
 */
export const INSTAGRAM_ROWS: readonly Row[] = [
  // Of a login, load and faults come before any code.
  { phases: LOGIN, status: 429, means: shared.rateLimited },
  { phases: LOGIN, status: '5xx', means: shared.unavailable },
  { phases: LOGIN, code: '101', means: shared.appRefused },
  { phases: LOGIN, subcode: [WRONG_APP, WRONG_REDIRECT], means: shared.appRefused },
  { phases: ['connect'], subcode: [CODE_EXPIRED, CODE_USED], means: shared.codeRefused },
  // What api.instagram.com says of every other bad request.
  { phases: ['connect'], status: 400, code: 'OAuthException', means: shared.codeRefused },
  { phases: ['connect'], code: PERMISSION_CODES, means: shared.consentTooNarrow },
  { phases: ['refresh', 'revoke'], code: '190', subcode: APP_REMOVED, means: shared.authorizationRemoved },
  { phases: ['refresh', 'revoke'], code: '190', means: shared.grantRevoked },
  { phases: ['refresh'], code: '100', means: tokenTooYoung },

  {
    phases: ['commit'],
    subcode: ['2207001', '2207032', '2207051', '2207053', '2207006', '2207008', '33'],
    means: shared.outcomeUnknown,
  },
  { phases: ['commit'], code: [...RATE_CODES, '-1', '1', '2', '368'], means: shared.outcomeUnknown },

  // Answers of the upload host: the `retriable` of its `debug_info` stands for a subcode.
  { phases: UPLOAD, subcode: 'true', means: shared.unavailable },
  { phases: UPLOAD, code: ['OffsetInvalidError', 'PartialRequestError'], means: shared.notReady },
  { phases: UPLOAD, subcode: 'false', means: uploadRefused },

  row('2207042', publishingCap),
  row('2207050', shared.accountRestricted),
  row('2207051', spamSuspected),
  row('2207026', shared.mediaRefused),
  row(['2207004', '2207005', '2207009', '2207057'], coverRefused),
  row('2207010', captionTooLong),
  row(['2207023', '2207028', '2207035', '2207036', '2207037', '2207040', '2207089'], shared.requestRefused),
  row('2207081', trialNotAllowed),
  row('2207027', shared.notReady),
  row(['2207006', '2207008'], containerNotFound),
  row('2207020', shared.uploadGone),
  // Officially for good; one of six identical files failed so, and went well when it was tried again.
  row(['2207052', '2207077'], videoUnreachable),
  row(['2207003', '2207001', '2207032', '2207053', '2207082'], containerFailed),

  { code: '190', subcode: APP_REMOVED, means: shared.authorizationRemoved },
  { code: '190', subcode: ['459', '460', '464'], means: shared.reconnectRequired },
  { code: ['190', '102'], means: shared.accessTokenInvalid },
  { code: PERMISSION_CODES, means: appNotPermitted },
  { code: '368', means: spamSuspected },
  { code: '2500', means: versionRefused },
  // Seen now and then on containers and permalinks that exist.
  { code: '100', subcode: '33', means: containerNotFound },
  { code: APP_RATE_CODE, phases: NOT_COMMIT, means: shared.appLimited },
  { code: RATE_CODES, phases: NOT_COMMIT, means: shared.accountLimited },
  { code: ['-1', '1', '2'], phases: NOT_COMMIT, means: shared.unavailable },
  { code: '100', means: shared.requestRefused },

  { phases: NOT_COMMIT, status: 429, means: shared.accountLimited },
  { phases: NOT_COMMIT, status: '5xx', means: shared.unavailable },
]

const graphError = z.object({
  error: z.object({
    code: z.coerce.string(),
    error_subcode: z.coerce.string().optional(),
    message: z.string().default(''),
    fbtrace_id: z.string().optional(),
  }),
})

const uploadError = z.object({ debug_info: z.object({ type: z.string(), retriable: z.boolean() }) })

/** api.instagram.com has an envelope of its own, whose code is the HTTP status. */
const oauthError = z.object({ error_type: z.string(), error_message: z.string() })

/**
 * How the sentences begin that Meta's token endpoints say, often with no code that tells one from another: seen in
 * production, the first two where a Facebook app's id or secret stood in the place of the Instagram app's.
 */
const SENTENCES: [beginning: string, subcode: string][] = [
  ['Invalid platform app', WRONG_APP],
  ['Invalid Client Secret', WRONG_APP],
  ['Error validating client secret', WRONG_APP],
  ['Error validating verification code', WRONG_REDIRECT],
  ['This authorization code has been used', CODE_USED],
  ['This authorization code has expired', CODE_EXPIRED],
]

const subcodeOf = (sentence: string): string | undefined =>
  SENTENCES.find(([beginning]) => sentence.startsWith(beginning))?.[1]

function readEvidence({ json, headers }: HttpAnswer): Omit<Evidence, 'status' | 'noAnswer'> {
  const upload = uploadError.safeParse(json).data?.debug_info
  if (upload) return { code: upload.type, subcode: String(upload.retriable) }
  const oauth = oauthError.safeParse(json).data
  if (oauth) return { code: oauth.error_type, subcode: subcodeOf(oauth.error_message) }
  const error = graphError.safeParse(json).data?.error
  const waitMs = error && RATE_CODES.includes(error.code) ? regainAccessMs(headers) : undefined
  return {
    code: error?.code,
    subcode: error?.error_subcode ?? (error && subcodeOf(error.message)),
    requestId: error?.fbtrace_id,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  }
}

export const instagramErrors = errorTable('INSTAGRAM', INSTAGRAM_ROWS, readEvidence)

/** Whether Instagram said that it does not know a container, which may pass within a minute or two. */
export const isNotFound = (code: string): boolean => code === containerNotFound.code

/** Instagram tells the cap of 24 hours by two numbers before it refuses by an error. */
export const capReached = (nowMs: number): Problem =>
  instagramErrors.problem('preflight', { status: null, code: '9', subcode: '2207042' }, nowMs)
