import type { Platform } from './platform'

/** Raised when a reader of older archives would misunderstand a newer one. */
export const FORMAT_VERSION = 1

/** What a line has of a post, in this order, and how a value is written: the manifest tells it to whoever reads it later. */
export const POST_COLUMNS = {
  id: 'text',
  userId: 'text',
  videoId: 'text',
  platform: 'text',
  platformUserId: 'text or null',
  platformPostId: 'text',
  platformPostIdProvisional: 'boolean',
  caption: 'text',
  hashtags: 'list of text or null',
  publishedAt: 'instant',
  url: 'text or null',
  visibility: 'text or null',
  views: 'whole number',
  likes: 'whole number',
  comments: 'whole number',
  shares: 'whole number',
  lastSyncedAt: 'instant or null',
  countersChangedAt: 'instant or null',
  sharesSyncedAt: 'instant or null',
  syncFailure: 'text or null',
  unavailableAt: 'instant or null',
  unavailableReason: 'text or null',
} as const satisfies Record<string, Kind>

/** A line's `metrics` is a list of lists with these columns, in the order of the windows. */
export const METRIC_COLUMNS = {
  window: 'instant',
  observedAt: 'instant',
  views: 'whole number or null',
  likes: 'whole number or null',
  comments: 'whole number or null',
  shares: 'whole number or null',
} as const satisfies Record<string, Kind>

/** Instants are RFC 3339 in UTC with milliseconds, whole numbers decimal digits in a string, since JSON's are not exact. */
type Kind = Basic | `${Basic} or null`
type Basic = 'text' | 'boolean' | 'instant' | 'whole number' | 'list of text'

interface Values {
  text: string
  boolean: boolean
  instant: Date
  'whole number': bigint
  'list of text': string[]
}

type ValueOf<K> = K extends keyof Values
  ? Values[K]
  : K extends `${infer B extends Basic} or null`
    ? Values[B] | null
    : never
type RowOf<Columns> = { -readonly [Name in keyof Columns]: ValueOf<Columns[Name]> }

export type ArchivedMetric = RowOf<typeof METRIC_COLUMNS>

/**
 * A post with its metrics, as an archive keeps it. Left out is what follows from its being archived: it is not synced
 * (`nextSyncAt`), not deleted (`deletedAt`) and its job is gone (`publishJobId`); `archivedAt` is that of its part.
 */
export type ArchivedPost = Omit<RowOf<typeof POST_COLUMNS>, 'platform'> & {
  platform: Platform
  metrics: ArchivedMetric[]
}

/** A metric as a line has it. */
export type MetricTuple = (string | null)[]

/** What lies beside a part, for people and for programs that have only the bucket. */
export interface Manifest {
  format: typeof FORMAT_VERSION
  userId: string
  month: string
  part: number
  object: { key: string; sha256: string; sizeBytes: number }
  posts: number
  metrics: number
  /** Of the posts' `publishedAt`. */
  first: string
  last: string
  columns: { post: typeof POST_COLUMNS; metric: typeof METRIC_COLUMNS }
}

/** One line, without its end. Equal posts give equal lines. */
export function encodePost(post: ArchivedPost): string {
  const row = namesOf(POST_COLUMNS).map((name) => [name, encodeValue(post[name])] as const)
  return JSON.stringify({ ...Object.fromEntries(row), metrics: post.metrics.map(encodeMetric) })
}

/** @throws Error naming the column that is not as it should be */
export function decodePost(line: string): ArchivedPost {
  const given = JSON.parse(line) as Record<string, unknown>
  const row = namesOf(POST_COLUMNS).map((name) => [name, decodeValue(name, POST_COLUMNS[name], given[name])] as const)
  if (!Array.isArray(given.metrics)) throw new Error('metrics is no list')
  return { ...Object.fromEntries(row), metrics: given.metrics.map(decodeMetric) } as ArchivedPost
}

const encodeMetric = (metric: ArchivedMetric): MetricTuple =>
  namesOf(METRIC_COLUMNS).map((name) => encodeValue(metric[name]) as string | null)

/** @throws Error naming the column that is not as it should be */
export function decodeMetric(tuple: MetricTuple): ArchivedMetric {
  const row = namesOf(METRIC_COLUMNS).map(
    (name, at) => [name, decodeValue(name, METRIC_COLUMNS[name], tuple[at])] as const,
  )
  return Object.fromEntries(row) as ArchivedMetric
}

const namesOf = <Columns extends object>(columns: Columns) => Object.keys(columns) as (keyof Columns & string)[]

function encodeValue(value: Values[keyof Values] | null): unknown {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'bigint' ? String(value) : value
}

function decodeValue(name: string, kind: Kind, value: unknown): Values[keyof Values] | null {
  if (kind.endsWith(' or null') && value === null) return null
  switch (kind.replace(/ or null$/, '')) {
    case 'boolean':
      if (typeof value === 'boolean') return value
      break
    case 'list of text':
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
      break
    case 'whole number':
      if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value)
      break
    case 'instant':
      if (typeof value === 'string' && INSTANT.test(value)) return new Date(value)
      break
    case 'text':
      if (typeof value === 'string') return value
  }
  throw new Error(`${name} is no ${kind}`)
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
