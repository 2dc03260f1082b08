import { z } from 'zod'
import { MAX_UNITS, QUOTA_MODEL_NAMES, QUOTA_MODELS } from './domain/quota'
import { keyRingFaults } from './security/key-ring'
import { settingsOf } from './security/secret-files'
import { tlsFaults, type TlsSettings } from './security/temporal-tls'

/** Thrown with every faulty variable named at once; values are never repeated, since some are secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(readonly faults: string[]) {
    super(`The configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n  ${faults.join('\n  ')}`)
  }
}

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((u) => u.replace(/\/+$/, ''))
const secret = z.string().min(1, 'must not be empty')
const keyRing = secret.superRefine((ring, context) => {
  for (const message of keyRingFaults(ring)) context.addIssue({ code: 'custom', message })
})
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const error =
    most === Number.MAX_SAFE_INTEGER
      ? `must be a whole number from ${least} on`
      : `must be a whole number from ${least} to ${most}`
  const fault = { error, abort: true }
  return z.coerce.number(fault).int(fault).min(least, fault).max(most, fault)
}
const ms = (fallback: number) => whole(1).default(fallback)
/** A century is as good as for ever, and far from where instants end. */
const DAY_MS = 86_400_000
const days = (fallback: number) => whole(1, 36_500).default(fallback)
const units = whole(1, MAX_UNITS)
const port = (fallback: number) => whole(0, 65_535).default(fallback)
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` })
const yesOrNo = oneOf(['true', 'false'])
  .default('false')
  .transform((choice) => choice === 'true')

const shape = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL'),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s/]+:\d+$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('publisher'),
  TEMPORAL_API_KEY: secret.optional(),
  TEMPORAL_TLS: oneOf(['true', 'false']).optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().min(1).optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().min(1).optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().min(1).optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().min(1).optional(),
  TEMPORAL_UI_URL: url.default('http://127.0.0.1:8233'),

  R2_ENDPOINT: url,
  R2_REGION: z.string().min(1).default('auto'),
  R2_BUCKET: z.string().min(1),
  R2_ACCESS_KEY_ID: secret,
  R2_SECRET_ACCESS_KEY: secret,
  R2_PUBLIC_URL: url.optional(),

  TOKEN_KEYS: keyRing,

  TIKTOK_API_URL: url.default('https://open.tiktokapis.com'),
  TIKTOK_CONSENT_URL: url.default('https://www.tiktok.com'),
  TIKTOK_CLIENT_KEY: secret,
  TIKTOK_CLIENT_SECRET: secret,
  TIKTOK_SOURCE: oneOf(['FILE_UPLOAD', 'PULL_FROM_URL']).default('FILE_UPLOAD'),
  INSTAGRAM_API_URL: url.default('https://graph.instagram.com'),
  INSTAGRAM_API_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must be like v25.0')
    .default('v25.0'),
  INSTAGRAM_CONSENT_URL: url.default('https://www.instagram.com'),
  INSTAGRAM_OAUTH_URL: url.default('https://api.instagram.com'),
  INSTAGRAM_APP_ID: secret,
  INSTAGRAM_APP_SECRET: secret,
  FACEBOOK_GRAPH_URL: url.default('https://graph.facebook.com'),
  FACEBOOK_UPLOAD_URL: url.default('https://rupload.facebook.com'),
  FACEBOOK_CONSENT_URL: url.default('https://www.facebook.com'),
  FACEBOOK_APP_ID: secret.optional(),
  FACEBOOK_APP_SECRET: secret.optional(),
  YOUTUBE_API_URL: url.default('https://www.googleapis.com'),
  YOUTUBE_ANALYTICS_URL: url.default('https://youtubeanalytics.googleapis.com'),
  GOOGLE_OAUTH_URL: url.default('https://oauth2.googleapis.com'),
  GOOGLE_CONSENT_URL: url.default('https://accounts.google.com'),
  GOOGLE_CLIENT_ID: secret,
  GOOGLE_CLIENT_SECRET: secret,
  YOUTUBE_QUOTA_MODEL: oneOf(QUOTA_MODEL_NAMES).default('units-1600'),
  YOUTUBE_QUOTA_LIMIT: units.optional(),
  YOUTUBE_UPLOAD_COST: units.optional(),
  YOUTUBE_UNITS_LIMIT: units.default(10_000),
  YOUTUBE_SEARCH_LIMIT: units.default(100),
  YOUTUBE_BATCH_STATS_LIMIT: units.default(10_000),
  YOUTUBE_METRICS_PERCENT: whole(0, 100).optional(),
  QUOTA_SPREAD_MS: ms(3_600_000),
  TIKTOK_INITS_PER_MINUTE: whole(1).default(6),
  TIKTOK_STATUS_PER_MINUTE: whole(1).default(30),
  TIKTOK_CREATOR_INFO_PER_MINUTE: whole(1).default(20),

  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port(3000),
  API_DRAIN_MS: whole(0, 600_000).default(5_000),
  API_PUBLIC_URL: url.default('http://127.0.0.1:3000'),
  CONNECT_RETURN_URLS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((address) => address.trim() || []))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be a list of http or https URLs' }))),
  CONNECT_TIMEOUT_MS: ms(600_000),
  API_REQUESTS_PER_MINUTE: whole(1).default(600),
  // Retention abandons an upload that nothing has come for in a day.
  VIDEO_UPLOAD_TIMEOUT_MS: whole(1, DAY_MS).default(DAY_MS),
  WEBHOOKS_ALLOW_LOOPBACK: yesOrNo,
  WORKER_QUEUES: z
    .string()
    .default('publish,upload')
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(oneOf(['publish', 'upload'])).min(1)),
  UPLOAD_SLOTS: whole(1, 1_000).default(20),
  WORKER_HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  WORKER_HEALTH_PORT: port(3001),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  METRICS_PORT: port(9464),
  API_METRICS_PORT: port(9465),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),

  REQUEST_TIMEOUT_MS: ms(30_000),
  COMMIT_TIMEOUT_MS: ms(600_000),
  COMMIT_SETTLE_MS: ms(60_000),
  UPLOAD_TIMEOUT_MS: ms(6 * 3_600_000),
  HEARTBEAT_TIMEOUT_MS: ms(30_000),
  RETRY_INTERVAL_MS: ms(1_000),
  RETRY_MAX_INTERVAL_MS: ms(60_000),
  POLL_INTERVAL_MS: ms(5_000),
  RATE_LIMIT_WAIT_MS: ms(60_000),
  CONFIRM_BUDGET_MS: ms(3_600_000),
  UNCONFIRMED_INTERVAL_MS: ms(900_000),
  ENRICH_BUDGET_MS: ms(24 * 3_600_000),
  RECONNECT_WAIT_MS: ms(72 * 3_600_000),
  RECONCILE_INTERVAL_MS: ms(60_000),
  RENEW_INTERVAL_MS: ms(3_600_000),
  METRICS_INTERVAL_MS: ms(900_000),
  METRICS_STOP_AFTER_DAYS: days(365),
  RETENTION_JOBS_DAYS: days(90),
  RETENTION_DELETED_DAYS: days(30),
  ARCHIVE_POSTS_DAYS: days(365),
  ARCHIVE_PRUNE: yesOrNo,
  TOKEN_MARGIN_MS: ms(300_000),
})

/** Whether the settings of a connection by TLS go together, and what its files are good for. */
const checkTemporal = (given: TlsSettings, context: z.RefinementCtx): void =>
  tlsFaults(given, Date.now()).forEach(([name, message]) => context.addIssue({ code: 'custom', path: [name], message }))

const checked = shape.superRefine(checkTemporal).superRefine((given, context) => {
  const fault = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
  if (given.TIKTOK_SOURCE === 'PULL_FROM_URL' && given.R2_PUBLIC_URL === undefined)
    fault('R2_PUBLIC_URL', 'must be the domain that TikTok fetches from, as TIKTOK_SOURCE wants it to')
  if (given.FACEBOOK_APP_ID !== undefined && given.FACEBOOK_APP_SECRET === undefined)
    fault('FACEBOOK_APP_SECRET', 'must belong to FACEBOOK_APP_ID')
  if (given.FACEBOOK_APP_ID === undefined && given.FACEBOOK_APP_SECRET !== undefined)
    fault('FACEBOOK_APP_ID', 'must belong to FACEBOOK_APP_SECRET')
  const model = QUOTA_MODELS[given.YOUTUBE_QUOTA_MODEL]
  if ((given.YOUTUBE_QUOTA_LIMIT ?? model.uploadsLimit) < (given.YOUTUBE_UPLOAD_COST ?? model.uploadCost)) {
    const name = given.YOUTUBE_QUOTA_LIMIT === undefined ? 'YOUTUBE_UPLOAD_COST' : 'YOUTUBE_QUOTA_LIMIT'
    fault(name, 'must leave room for one upload a day')
  }
})

export type Config = Readonly<z.output<typeof shape>>

/**
 * Parses the environment once. An empty variable counts as absent; `<NAME>_FILE` names a file that holds the value.
 * @throws ConfigError naming every missing or malformed variable.
 */
export const parseConfig = (env: NodeJS.ProcessEnv): Config => parse(checked, env)

/** What the operators' commands on keys need: database and key ring. @throws ConfigError as `parseConfig` does */
export const parseKeysConfig = (env: NodeJS.ProcessEnv) =>
  parse(shape.pick({ DATABASE_URL: true, TOKEN_KEYS: true }), env)

/** What the bucket is opened with. @throws ConfigError as `parseConfig` does */
export const parseStoreConfig = (env: NodeJS.ProcessEnv) =>
  parse(
    shape.pick({
      R2_ENDPOINT: true,
      R2_REGION: true,
      R2_BUCKET: true,
      R2_ACCESS_KEY_ID: true,
      R2_SECRET_ACCESS_KEY: true,
      R2_PUBLIC_URL: true,
      REQUEST_TIMEOUT_MS: true,
    }),
    env,
  )

/** What the operators' other commands need: the database, Temporal, and how YouTube's quota is counted. @throws ConfigError as `parseConfig` does */
export const parseOpsConfig = (env: NodeJS.ProcessEnv) =>
  parse(
    shape
      .pick({
        DATABASE_URL: true,
        TEMPORAL_ADDRESS: true,
        TEMPORAL_NAMESPACE: true,
        TEMPORAL_API_KEY: true,
        TEMPORAL_TLS: true,
        TEMPORAL_TLS_SERVER_NAME: true,
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: true,
        TEMPORAL_TLS_CLIENT_CERT_PATH: true,
        TEMPORAL_TLS_CLIENT_KEY_PATH: true,
        TEMPORAL_UI_URL: true,
        YOUTUBE_QUOTA_MODEL: true,
        YOUTUBE_QUOTA_LIMIT: true,
        YOUTUBE_UPLOAD_COST: true,
        YOUTUBE_UNITS_LIMIT: true,
        YOUTUBE_SEARCH_LIMIT: true,
        YOUTUBE_BATCH_STATS_LIMIT: true,
        YOUTUBE_METRICS_PERCENT: true,
        QUOTA_SPREAD_MS: true,
        UPLOAD_TIMEOUT_MS: true,
        COMMIT_TIMEOUT_MS: true,
        CONFIRM_BUDGET_MS: true,
        ENRICH_BUDGET_MS: true,
        RECONCILE_INTERVAL_MS: true,
        RENEW_INTERVAL_MS: true,
        METRICS_INTERVAL_MS: true,
        RETENTION_JOBS_DAYS: true,
        RETENTION_DELETED_DAYS: true,
        ARCHIVE_POSTS_DAYS: true,
        ARCHIVE_PRUNE: true,
      })
      .superRefine(checkTemporal),
    env,
  )

function parse<Shape extends z.ZodObject>(schema: Shape, env: NodeJS.ProcessEnv): Readonly<z.output<Shape>> {
  const { values, faults } = settingsOf(Object.keys(schema.shape), env)
  const parsed = schema.safeParse(values)
  if (parsed.success && faults.size === 0) return Object.freeze(parsed.data)
  const issues = parsed.error?.issues.filter((issue) => !faults.has(String(issue.path[0]))) ?? []
  throw new ConfigError([...faults.values(), ...issues.map((issue) => describe(issue, values, env))])
}

function describe(issue: z.core.$ZodIssue, values: Record<string, string>, env: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0])
  if (values[name] !== undefined || issue.code === 'custom') return `${name} ${issue.message}`
  return env[`${name}_FILE`] ? `${name} is missing: ${name}_FILE names an empty file` : `${name} is missing`
}
