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

/** What a call cost in the shared units before it had a bucket of its own. */
const FORMER_UNITS: Partial<Record<Bucket, number>> = { uploads: 1600, searches: 100 }

const pacificDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' })

/** The project's quota day, `YYYY-MM-DD`, which begins at midnight Pacific Time whatever the clocks do. */
export function pacificDay(atMs: number): string {
  return pacificDate.format(atMs)
}

/** Charges a bucket of the project's day, in either of Google's models; never refunded. @throws Refusal 403 `quotaExceeded`. */
export function charge(world: World, bucket: Bucket, amount = 1): void {
  const settings = settingsOf(world, 'YOUTUBE')
  const formerUnits = settings.quotaModel === 'units-1600' ? FORMER_UNITS[bucket] : undefined
  if (formerUnits !== undefined) spend(world, settings, 'units', amount * formerUnits)
  else spend(world, settings, bucket, amount)
}

function spend(world: World, settings: Settings<'YOUTUBE'>, bucket: Bucket, amount: number): void {
  const used = world.store.section<Record<string, number>>('youtube.quota', () => ({}))()
  const key = `${pacificDay(world.clock.nowMs())}/${bucket}`
  const after = (used[key] ?? 0) + amount
  if (after > LIMITS[bucket](settings)) {
    const message =
      'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
    throw apiError(403, 'quotaExceeded', message, 'youtube.quota')
  }
  used[key] = after
}
