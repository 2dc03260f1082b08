/** YouTube's two ways to count: the classic 10,000 shared units a day, or 100 uploads of their own (since June 2026). */
export const QUOTA_MODEL_NAMES = ['units-1600', 'upload-bucket'] as const

export type QuotaModelName = (typeof QUOTA_MODEL_NAMES)[number]

/** `uploads` is the day's `YouTubeQuota`; the others are `QuotaBucket` rows of that name. */
export type BucketName = 'uploads' | 'units' | 'search' | 'batch-stats'

/** What a call other than an upload is for: `list` reads a resource, `change` adds to one (thumbnail, playlist). */
export type CallPurpose = 'list' | 'change' | 'search' | 'batch-stats'

/** Metrics leave a share of a bucket that publishing needs, too. */
export type QuotaUser = 'publishing' | 'metrics'

export interface Charge {
  bucket: BucketName
  units: number
}

export interface QuotaModel {
  /** What an upload takes of `uploads`. */
  uploadCost: number
  /** The size of `uploads` where the project was granted nothing else. */
  uploadsLimit: number
  calls: Record<CallPurpose, Charge>
  /** How much of the bucket that publishing and metrics share metrics may use, in percent. */
  metricsPercent: number
}

/**
 * YouTube Data API, "Quota and Compliance Audits" and "Quota Calculator". In the shared day six uploads leave 400 units:
 * half of these are for the questions that each upload brings with it.
 *
 * Where calls share the day with uploads they cost no upload that somebody has: it was counted when it was given. Of what
 * nobody has yet, a question of publishing's (`list`, `search`) may take the units of the last upload: what has become of
 * a video that was sent is worth more than one that may be asked for later. Metrics and a `change`, which both can wait,
 * leave them.
 */
export const QUOTA_MODELS: Record<QuotaModelName, QuotaModel> = {
  'units-1600': {
    uploadCost: 1_600,
    uploadsLimit: 10_000,
    calls: {
      list: { bucket: 'uploads', units: 1 },
      change: { bucket: 'uploads', units: 50 },
      search: { bucket: 'uploads', units: 100 },
      'batch-stats': { bucket: 'uploads', units: 1 },
    },
    metricsPercent: 2,
  },
  'upload-bucket': {
    uploadCost: 1,
    uploadsLimit: 100,
    calls: {
      list: { bucket: 'units', units: 1 },
      change: { bucket: 'units', units: 50 },
      search: { bucket: 'search', units: 1 },
      'batch-stats': { bucket: 'batch-stats', units: 1 },
    },
    metricsPercent: 50,
  },
}

/** How this deployment's YouTube project is counted: a model with what was granted instead of its own figures. */
export interface QuotaPlan {
  model: QuotaModelName
  uploadCost: number
  limits: Record<BucketName, number>
  metricsPercent: number
}

/** No limit and no cost is greater: sums of two fit into the database's integers. */
export const MAX_UNITS = 1_000_000_000

/** Whether calls and uploads are counted together. */
export const sharesDay = (model: QuotaModelName): boolean => QUOTA_MODELS[model].calls.list.bucket === 'uploads'

/** The buckets that the model has beside `uploads`. */
export function bucketsOf(model: QuotaModelName): BucketName[] {
  const names = new Set(Object.values(QUOTA_MODELS[model].calls).map(({ bucket }) => bucket))
  return [...names].filter((name) => name !== 'uploads')
}

/** How much of a bucket metrics may use, in percent: all of one that publishing does not use. */
export function metricsPercentOf(plan: QuotaPlan, model: QuotaModelName, bucket: BucketName): number {
  if (bucket !== QUOTA_MODELS[model].calls.list.bucket) return 100
  return plan.model === model ? plan.metricsPercent : QUOTA_MODELS[model].metricsPercent
}

export const QUOTA_TIME_ZONE = 'America/Los_Angeles'

const PACIFIC = new Intl.DateTimeFormat('en-CA', {
  timeZone: QUOTA_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

const HOUR_MS = 3_600_000

/** The quota day that an instant belongs to, `YYYY-MM-DD`: YouTube resets at midnight Pacific Time. */
export const pacificDay = (atMs: number): string => PACIFIC.format(atMs)

/** Epoch ms of the midnight that ends the instant's Pacific day, which lasts 23, 24 or 25 hours. */
export function nextPacificMidnightMs(atMs: number): number {
  const today = pacificDay(atMs)
  // Midnight Pacific is a full hour in UTC, in winter and in summer.
  let hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS + HOUR_MS
  while (pacificDay(hourMs) === today) hourMs += HOUR_MS
  return hourMs
}

/** Epoch ms of the midnight that began the instant's Pacific day. */
export function pacificMidnightMs(atMs: number): number {
  const today = pacificDay(atMs)
  let hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
  while (pacificDay(hourMs - HOUR_MS) === today) hourMs -= HOUR_MS
  return hourMs
}
