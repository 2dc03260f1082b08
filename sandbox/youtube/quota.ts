import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { apiError } from './errors'

/** What an upload costs in the shared units of the older model. */
const UPLOAD_UNITS = 1600

const pacificDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' })

/** The project's quota day, `YYYY-MM-DD`, which begins at midnight Pacific Time whatever the clocks do. */
export function pacificDay(atMs: number): string {
  return pacificDate.format(atMs)
}

/** Charges one upload, in either of Google's models. Charged when the session starts, never refunded. @throws Refusal 403 `quotaExceeded`. */
export function chargeUpload(world: World): void {
  const { quotaModel, uploadsPerDay } = settingsOf(world, 'YOUTUBE')
  if (quotaModel === 'units-1600') chargeUnits(world, UPLOAD_UNITS)
  else charge(world, 'uploads', 1, uploadsPerDay)
}

/** Charges units of the bucket that all calls without one of their own share. @throws Refusal 403 `quotaExceeded`. */
export function chargeUnits(world: World, units: number): void {
  charge(world, 'units', units, settingsOf(world, 'YOUTUBE').unitsPerDay)
}

function charge(world: World, bucket: string, amount: number, limit: number): void {
  const used = world.store.section<Record<string, number>>('youtube.quota', () => ({}))()
  const key = `${pacificDay(world.clock.nowMs())}/${bucket}`
  const after = (used[key] ?? 0) + amount
  if (after > limit) {
    const message =
      'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
    throw apiError(403, 'quotaExceeded', message, 'youtube.quota')
  }
  used[key] = after
}
