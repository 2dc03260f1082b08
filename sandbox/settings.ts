import { z } from 'zod'
import type { Platform } from './kernel/platform'
import type { World } from './kernel/world'

const seconds = z.int().min(1)
const units = z.int().min(0)

/** How the app is registered at the platform. */
const app = {
  /** Addresses that consent may go back to, to the letter; without any, it may go to all. */
  redirectUris: z.array(z.url()),
  /** Null takes every secret. */
  clientSecret: z.string().min(1).nullable(),
}

/** What can be set about the app on a platform, rather than about one account: dated behaviours and granted limits. */
export const settingShapes = {
  TIKTOK: z.strictObject({
    ...app,
    accessTokenSeconds: seconds,
    refreshTokenSeconds: seconds,
    /** OAuth failures come with HTTP 200; a success says `error: ""`. Both were seen in production. */
    oauthFailuresAre200: z.boolean(),
    oauthSuccessHasError: z.boolean(),
    /** An app that is not audited posts SELF_ONLY to private accounts, for five creators a day. */
    audited: z.boolean(),
    /** Creators in a rolling day. */
    activeUserCap: units,
    /** What PULL_FROM_URL may fetch: a domain covers its subdomains (`example.com`), a prefix what begins with it. */
    verifiedUrls: z.array(z.string()),
    /** Lets PULL_FROM_URL fetch by http and from an IP address, as is needed where all runs on one machine. */
    localPulls: z.boolean(),
    /** Where events go, and how badly; null: nowhere. */
    webhook: z
      .strictObject({
        url: z.url(),
        clientKey: z.string(),
        clientSecret: z.string(),
        /** How often each event is delivered. */
        copies: z.int().min(1).default(1),
        /** By the event's name, e.g. `post.publish.complete`: how late it is, so that others overtake it. */
        delaySeconds: z.record(z.string(), z.number().min(0)).default({}),
      })
      .nullable(),
  }),
  INSTAGRAM: z.strictObject({
    ...app,
    accessTokenSeconds: seconds,
    shortTokenSeconds: seconds,
    refreshAfterSeconds: z.int().min(0),
    /** The answer to a code: in `data: [ … ]`, as Meta's pages show it, or flat, as clients read it. */
    codeAnswer: z.enum(['wrapped', 'flat']),
    /** Where the app is told that a user has removed it; null: nowhere. */
    deauthorize: z.strictObject({ url: z.url(), appSecret: z.string().min(1) }).nullable(),
  }),
  YOUTUBE: z.strictObject({
    ...app,
    accessTokenSeconds: seconds,
    /** A refresh token that nobody uses for so long is dead. */
    refreshTokenSeconds: seconds,
    /** While it is in testing, a refresh token lives seven days, used or not. */
    consentScreen: z.enum(['production', 'testing']),
    sessionSeconds: seconds,
    quotaModel: z.enum(['units-1600', 'upload-bucket']),
    unitsPerDay: units,
    uploadsPerDay: units,
    searchesPerDay: units,
    batchStatsPerDay: units,
    /** As before November 2026: uploads of a project that is not verified are private, whatever they ask for. */
    lockedToPrivate: z.boolean(),
    /** Where a channel's own upload allowance is enforced. */
    uploadLimitAt: z.enum(['start', 'end']),
    /** Whether a 308 carries the session's address, which careless clients follow. */
    locationOn308: z.boolean(),
    /** The answer of a session that is past its life. */
    goneStatus: z.union([z.literal(404), z.literal(410)]),
    /** How far the uploads playlist, and the search, lie behind. */
    uploadsLagSeconds: z.number().min(0),
    searchLagSeconds: z.number().min(0),
    /** How many Pacific days Analytics lies behind. */
    analyticsLagDays: units,
  }),
}

export type Settings<P extends Platform = Platform> = z.infer<(typeof settingShapes)[P]>

const DAY_SECONDS = 86_400

const anyApp = { redirectUris: [], clientSecret: null }

/** As the platforms behave in November 2026. */
const DEFAULTS: { [P in Platform]: Settings<P> } = {
  TIKTOK: {
    ...anyApp,
    accessTokenSeconds: 7_200,
    refreshTokenSeconds: 180 * DAY_SECONDS,
    oauthFailuresAre200: false,
    oauthSuccessHasError: false,
    audited: true,
    activeUserCap: 10_000,
    verifiedUrls: [],
    localPulls: false,
    webhook: null,
  },
  INSTAGRAM: {
    ...anyApp,
    accessTokenSeconds: 5_183_944,
    shortTokenSeconds: 3_600,
    refreshAfterSeconds: DAY_SECONDS,
    codeAnswer: 'wrapped',
    deauthorize: null,
  },
  YOUTUBE: {
    ...anyApp,
    accessTokenSeconds: 3_599,
    refreshTokenSeconds: 182 * DAY_SECONDS,
    consentScreen: 'production',
    sessionSeconds: 7 * DAY_SECONDS,
    quotaModel: 'upload-bucket',
    unitsPerDay: 10_000,
    uploadsPerDay: 100,
    searchesPerDay: 100,
    batchStatsPerDay: 10_000,
    lockedToPrivate: false,
    uploadLimitAt: 'start',
    locationOn308: false,
    goneStatus: 404,
    uploadsLagSeconds: 2,
    searchLagSeconds: 600,
    analyticsLagDays: 3,
  },
}

/** The live settings of a platform: what is assigned to them stays. A state that an older sandbox left lacks the newer ones. */
export function settingsOf<P extends Platform>(world: World, platform: P): Settings<P> {
  const settings = world.store.section<Partial<Settings<P>>>(`settings.${platform}`, () => ({}))()
  return Object.assign(settings, { ...DEFAULTS[platform], ...settings })
}
