import type { ErrorCategory, Problem, Warning } from './errors'

/** What a problem of one batch stops of a round. `untilMs`: epoch ms before which it will not be over; null: not told. */
export interface SyncStop extends Warning {
  reach: 'account' | 'platform'
  untilMs: number | null
}

const OF_THE_ACCOUNT: readonly ErrorCategory[] = ['rate-limited', 'auth', 'configuration', 'policy']

/** @returns null where the next batch may be answered all the same */
export function stopOf({ code, category, message, remedy, untilMs, cooldown }: Problem): SyncStop | null {
  const told = { code, message, remedy, untilMs: untilMs ?? null }
  // The quota of the platform's API is the whole app's.
  if (category === 'quota' || cooldown?.reach === 'app') return { ...told, reach: 'platform' }
  if (!OF_THE_ACCOUNT.includes(category)) return null
  return { ...told, reach: 'account' }
}
