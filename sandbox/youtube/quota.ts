import type { World } from '../kernel/world'
import { settingsOf, type Settings } from '../settings'
import { apiError } from './errors'

/** What is counted apart: `units` are shared by all calls without a bucket of their own. */
export type Bucket = 'units' | 'uploads' | 'searches' | 'batchStats'

const LIMITS: Record<Bucket, (settings: Settings<'YOUTUBE'>) => number> = {
  units: ({ unitsPerDay }) => unitsPerDay,
  uploads: ({ uploadsPerDay }) => uploadsPerDay,
  searches: ({ searchesPerDay }) => searchesPerDay,
  batchStats: ({ batchStatsPerDay }) => batchStatsPerDay,
}

/** What one charge of a bucket takes of the shared units in the older model, in which nothing had a bucket of its own. */
const FORMER_UNITS: Record<Bucket, number> = { units: 1, uploads: 1600, searches: 100, batchStats: 1 }

const pacificDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' })

/** The project's quota day, `YYYY-MM-DD`, which begins at midnight Pacific Time whatever the clocks do. */
export function pacificDay(atMs: number): string {
  return pacificDate.format(atMs)
}

/** Charges a bucket of the project's day, in either of Google's models; never refunded. @throws Refusal 403 `quotaExceeded`. */
export function charge(world: World, bucket: Bucket, amount = 1): void {
  const settings = settingsOf(world, 'YOUTUBE')
  if (settings.quotaModel === 'units-1600') spend(world, settings, 'units', amount * FORMER_UNITS[bucket])
  else spend(world, settings, bucket, amount)
}

/** What the project's day has been charged so far, by bucket. */
export function chargedToday(world: World): Partial<Record<Bucket, number>> {
  return ledger(world)()[pacificDay(world.clock.nowMs())] ?? {}
}

/** By day. */
const ledger = (world: World) =>
  world.store.section<Record<string, Partial<Record<Bucket, number>>>>('youtube.charges', () => ({}))

function spend(world: World, settings: Settings<'YOUTUBE'>, bucket: Bucket, amount: number): void {
  const today = (ledger(world)()[pacificDay(world.clock.nowMs())] ??= {})
  const after = (today[bucket] ?? 0) + amount
  if (after > LIMITS[bucket](settings)) {
    const message =
      'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
    throw apiError(403, 'quotaExceeded', message, 'youtube.quota')
  }
  today[bucket] = after
}
