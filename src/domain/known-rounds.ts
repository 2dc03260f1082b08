import type { KnownSchedule, RoundReport } from './ports/rounds'

/** The round that no schedule begins: a worker does it where the database was put back to a backup. */
export const SETTLE_RESTORE_ID = 'settle-restore'

const SETTLE_RESTORE: KnownSchedule = {
  id: SETTLE_RESTORE_ID,
  about: 'Compared a database that was put back to a backup with what Temporal knows',
  state: null,
}

export interface KnownRound extends KnownSchedule {
  /** Undefined: none has ended yet. */
  report: RoundReport | undefined
}

/** Each schedule with its last round, and the settling of a restored database where there was one. */
export function knownRounds(schedules: KnownSchedule[], reports: RoundReport[]): KnownRound[] {
  const byName = new Map(reports.map((report) => [report.name, report]))
  const all = byName.has(SETTLE_RESTORE_ID) ? [...schedules, SETTLE_RESTORE] : schedules
  return all.map((schedule) => ({ ...schedule, report: byName.get(schedule.id) }))
}
