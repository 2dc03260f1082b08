import { z } from 'zod'
import type { Platform } from './platform'
import { SCOPES } from './scopes'

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

const percent = z.int().min(0)

const PUBLISH_MODES = [
  'normal',
  'live-no-answer',
  'live-500',
  'live-spam',
  'live-server-error',
  'spam',
  'server-error',
  'not-ready',
  'unknown-creation',
] as const

/** What can be set about an account, by the control API's names. */
export const profileShapes = {
  TIKTOK: z.strictObject({
    ...behaviour,
    nickname: z.string(),
    /** What the user has granted. */
    scopes: z.array(z.enum(SCOPES.TIKTOK)),
    /** Decides the privacy levels that the creator has; duets and stitches are off on a private account. */
    privateAccount: z.boolean(),
    commentDisabled: z.boolean(),
    duetDisabled: z.boolean(),
    stitchDisabled: z.boolean(),
    maxVideoPostDurationSec: z.int().min(1),
    /** From the end of processing until the public id is told. */
    publicIdDelaySeconds: z.number().min(0),
    /** Ids that the status tells of one public post. */
    publicIdCount: z.int().min(1),
    /** Direct posts in a rolling day, by all clients together. */
    dailyPostCap: cap,
    /** How many of them other clients have made. */
    postsByOtherClients: cap,
    /** Taken back of each count of the account's videos. */
    countsCorrection: z.int().min(0),
  }),
  INSTAGRAM: z.strictObject({
    ...behaviour,
    accountType: z.enum(['BUSINESS', 'MEDIA_CREATOR', 'PERSONAL']),
    scopes: z.array(z.enum(SCOPES.INSTAGRAM)),
    /** `quota_total`: posts in a rolling day. */
    publishingCap: cap,
    /** How many of them other clients have made, the app on the user's phone among them. */
    postsByOtherClients: cap,
    /** Containers in a rolling day. */
    containerCap: cap,
    /** The login that the app's tokens came from: each has a Graph API host of its own. */
    login: z.enum(['instagram', 'facebook']),
    /** Accounts of one Facebook user, each by a Page of its own; null: a user of its own. */
    facebookUser: z.string().nullable(),
    /** The subcode of 190 once `revoked`: app removed, password changed, or invalid. */
    revokedAs: z.union([z.literal(458), z.literal(460), z.literal(467)]),
    /** How Meta fetches `video_url` and `cover_url`. */
    fetchHeadFirst: z.boolean(),
    /** 0 fetches the whole in one request. */
    fetchRangeBytes: z.int().min(0),
    fetchRedirects: z.int().min(0),
    /** Real time. */
    fetchTimeoutMs: z.int().min(1),
    /** Whether bytes of an interrupted upload to rupload stay. */
    keepsInterruptedBytes: z.boolean(),
    /** What `media_publish` does with a container that is FINISHED: those that begin with `live` publish it. */
    publishMode: z.enum(PUBLISH_MODES),
    /** The answer to a second publish of a container. */
    secondPublish: z.enum(['error', 'same-id']),
    /** Chance that a read of a container or a permalink fails with 100/33. */
    missingReads: z.number().min(0).max(1),
    /** Every call is refused with this code. */
    rateLimit: z.union([z.literal(4), z.literal(17), z.literal(32), z.literal(613), z.literal(80002)]).nullable(),
    usageHeaders: z.boolean(),
    /** What they tell of the app and of the account, on every answer: 100 is a limit that is reached. */
    appUsagePercent: percent,
    businessUsagePercent: percent,
    /** When the account may be called again, on every answer that has usage headers. */
    regainAccessMinutes: z.int().min(0),
    /** How far insights lie behind; until then they are an empty set. */
    insightsLagSeconds: z.number().min(0),
    /** Views, likes, comments and shares that Meta has taken back. */
    insightsCorrection: z.int().min(0),
  }),
  YOUTUBE: z.strictObject({
    ...behaviour,
    channelTitle: z.string(),
    scopes: z.array(z.enum(SCOPES.YOUTUBE)),
    /** The channel's own allowance in a rolling day, apart from the project's quota. */
    uploadCap: cap,
    /** An unverified channel has no custom thumbnails, and no videos over 15 minutes. */
    verified: z.boolean(),
    /** What an upload without a privacy status becomes. */
    defaultPrivacy: z.enum(['public', 'unlisted', 'private']),
    /** What YouTube measures as the length of the channel's videos. */
    videoSeconds: z.number().min(0),
    /** Counts that no read tells. */
    hiddenCounts: z.array(z.enum(['viewCount', 'likeCount', 'commentCount'])),
    /** Taken back of each count of the channel's videos. */
    countsCorrection: z.int().min(0),
    /** Thumbnails in a rolling day. */
    thumbnailCap: cap,
    /** Beside the one that holds the uploads. */
    playlists: z.array(z.strictObject({ id: z.string(), title: z.string() })),
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
    scopes: [...SCOPES.TIKTOK],
    privateAccount: false,
    commentDisabled: false,
    duetDisabled: false,
    stitchDisabled: false,
    maxVideoPostDurationSec: 600,
    publicIdDelaySeconds: 1,
    publicIdCount: 1,
    dailyPostCap: 15,
    postsByOtherClients: 0,
    countsCorrection: 0,
  }),
  INSTAGRAM: () => ({
    ...wellBehaved,
    accountType: 'BUSINESS',
    scopes: [...SCOPES.INSTAGRAM],
    publishingCap: 50,
    postsByOtherClients: 0,
    containerCap: 400,
    login: 'instagram',
    facebookUser: null,
    revokedAs: 458,
    fetchHeadFirst: false,
    fetchRangeBytes: 0,
    fetchRedirects: 3,
    fetchTimeoutMs: 60_000,
    keepsInterruptedBytes: true,
    publishMode: 'normal',
    secondPublish: 'error',
    missingReads: 0,
    rateLimit: null,
    usageHeaders: false,
    appUsagePercent: 1,
    businessUsagePercent: 1,
    regainAccessMinutes: 0,
    insightsLagSeconds: 60,
    insightsCorrection: 0,
  }),
  YOUTUBE: (username) => ({
    ...wellBehaved,
    channelTitle: username,
    scopes: [...SCOPES.YOUTUBE],
    uploadCap: 100,
    verified: true,
    defaultPrivacy: 'public',
    videoSeconds: 30,
    hiddenCounts: [],
    countsCorrection: 0,
    thumbnailCap: 50,
    playlists: [],
  }),
}
