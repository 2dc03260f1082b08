import { z } from 'zod'
import type { Platform } from './platform'

const behaviour = {
  /** Every token of the account is refused, as after the user removed the app. */
  revoked: z.boolean(),
  /** The platform refuses new posts. */
  banned: z.boolean(),
  /** From the last byte (Instagram: from the end of its fetch) to the end of processing. */
  processingSeconds: z.number().min(0),
  processing: z.enum(['succeed', 'fail', 'stuck']),
  /** The platform's own word for a failed processing: `fail_reason`, 2207xxx subcode, failure or rejection reason. */
  failReason: z.string().nullable(),
}

const cap = z.int().min(0)

/** What can be set about an account, by the control API's names. */
export const profileShapes = {
  TIKTOK: z.strictObject({
    ...behaviour,
    nickname: z.string(),
    privacyLevelOptions: z.array(
      z.enum(['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY']),
    ),
    commentDisabled: z.boolean(),
    duetDisabled: z.boolean(),
    stitchDisabled: z.boolean(),
    maxVideoPostDurationSec: z.int().min(1),
    /** From the end of processing until the public id is told. */
    publicIdDelaySeconds: z.number().min(0),
    /** Direct posts in a rolling day. */
    dailyPostCap: cap,
  }),
  INSTAGRAM: z.strictObject({
    ...behaviour,
    accountType: z.enum(['BUSINESS', 'MEDIA_CREATOR']),
    /** `quota_total`: posts in a rolling day. */
    publishingCap: cap,
    /** Containers in a rolling day. */
    containerCap: cap,
  }),
  YOUTUBE: z.strictObject({
    ...behaviour,
    channelTitle: z.string(),
    /** The channel's own allowance in a rolling day, apart from the project's quota. */
    uploadCap: cap,
  }),
}

export type Profile<P extends Platform> = z.infer<(typeof profileShapes)[P]>

const wellBehaved = {
  revoked: false,
  banned: false,
  processingSeconds: 1,
  processing: 'succeed',
  failReason: null,
} as const

/** The profile of an account about which nothing was said. */
export const profileDefaults: { [P in Platform]: (username: string) => Profile<P> } = {
  TIKTOK: (username) => ({
    ...wellBehaved,
    nickname: username,
    privacyLevelOptions: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
    commentDisabled: false,
    duetDisabled: false,
    stitchDisabled: false,
    maxVideoPostDurationSec: 600,
    publicIdDelaySeconds: 1,
    dailyPostCap: 15,
  }),
  INSTAGRAM: () => ({ ...wellBehaved, accountType: 'BUSINESS', publishingCap: 50, containerCap: 400 }),
  YOUTUBE: (username) => ({ ...wellBehaved, channelTitle: username, uploadCap: 100 }),
}
