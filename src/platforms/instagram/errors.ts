import { z } from 'zod'
import { afterMs, errorTable, type Meaning, NOT_COMMIT, type Row } from '../error-table'
import type { HttpAnswer } from '../http'
import { HOUR_MS, MINUTE_MS, sharedMeanings } from '../meanings'

const shared = sharedMeanings('INSTAGRAM')

const publishingCap: Meaning = {
  code: 'publishing-cap',
  category: 'rate-limited',
  message: 'The account has published as much through the API as Instagram allows in 24 hours.',
  remedy: 'Nothing to do: the job tries again every hour until the window frees a place.',
  until: afterMs(HOUR_MS),
}

const containerFailed: Meaning = {
  ...shared.uploadGone,
  code: 'container-failed',
  message: 'Instagram could not fetch or process the video for a reason that may pass.',
}

const videoUnreachable: Meaning = {
  ...containerFailed,
  code: 'video-unreachable',
  message: 'Instagram could not fetch the video from its address.',
  remedy: 'A new container is tried. If it stays so, check that R2 is reachable from the internet.',
}

const containerNotFound: Meaning = {
  ...shared.uploadGone,
  code: 'container-not-found',
  message: 'Instagram does not know the container, perhaps only for a moment.',
}

const spamSuspected: Meaning = {
  code: 'spam-suspected',
  category: 'policy',
  message: "Instagram restricts the account's activity, because it suspects spam.",
  remedy: 'Ask the user to open Instagram, and publish less often; do not repeat the post as it is.',
}

const appNotPermitted: Meaning = {
  ...shared.reconnectRequired,
  message: 'Instagram says that the app may not do this for the account.',
  remedy: "Check the app's access level, then ask the user to reconnect the account with every permission.",
}

const MEDIA_SUBCODES = ['2207004', '2207005', '2207009', '2207026', '2207057']
const REQUEST_SUBCODES = [
  '2207010',
  '2207023',
  '2207028',
  '2207035',
  '2207036',
  '2207037',
  '2207040',
  '2207081',
  '2207089',
]
const PERMISSION_CODES = ['10', ...Array.from({ length: 100 }, (_, index) => String(200 + index))]

/**
 * Instagram Platform, "Error Codes". The subcode decides before the code: 4 is a rate limit of the app as well as a spam
 * block. A commit trusts only what cannot hide a post; posts have been live behind 4/2207051, -1 and rate errors.
 */
export const INSTAGRAM_ROWS: readonly Row[] = [
  { phases: ['refresh'], code: '190', means: shared.grantRevoked },

  { phases: ['commit'], subcode: ['2207001', '2207032', '2207051', '2207053'], means: shared.outcomeUnknown },
  { subcode: '2207042', means: publishingCap },
  { subcode: '2207050', means: shared.accountRestricted },
  { subcode: '2207051', means: spamSuspected },
  { subcode: MEDIA_SUBCODES, means: shared.mediaRefused },
  { subcode: REQUEST_SUBCODES, means: shared.requestRefused },
  { subcode: '2207027', means: shared.notReady },
  { subcode: ['2207006', '2207008'], means: containerNotFound },
  { subcode: '2207020', means: shared.uploadGone },
  { subcode: ['2207052', '2207077'], means: videoUnreachable },
  { subcode: ['2207003', '2207001', '2207032', '2207053', '2207082'], means: containerFailed },

  { code: '190', subcode: ['458', '459', '460', '464'], means: shared.reconnectRequired },
  { code: ['190', '102'], means: shared.accessTokenInvalid },
  { code: PERMISSION_CODES, means: appNotPermitted },
  { code: '368', means: spamSuspected },
  // Seen now and then on containers and permalinks that exist.
  { code: '100', subcode: '33', means: containerNotFound },
  {
    code: ['4', '17', '32', '613', '80002'],
    phases: NOT_COMMIT,
    means: { ...shared.rateLimited, until: afterMs(5 * MINUTE_MS) },
  },
  { code: ['-1', '1', '2'], phases: NOT_COMMIT, means: shared.unavailable },
  { code: '100', means: shared.requestRefused },

  { phases: NOT_COMMIT, status: 429, means: shared.rateLimited },
  { phases: NOT_COMMIT, status: '5xx', means: shared.unavailable },
]

const errorEnvelope = z.object({
  error: z.object({
    code: z.coerce.string(),
    error_subcode: z.coerce.string().optional(),
    fbtrace_id: z.string().optional(),
  }),
})

function readEvidence(answer: HttpAnswer) {
  const error = errorEnvelope.safeParse(answer.json).data?.error
  return { code: error?.code, subcode: error?.error_subcode, requestId: error?.fbtrace_id }
}

export const instagramErrors = errorTable('INSTAGRAM', INSTAGRAM_ROWS, readEvidence)
