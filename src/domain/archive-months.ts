/** What an archive is made of: the posts of one user that were published in one month. */
export interface UserMonth {
  userId: string
  /** `YYYY-MM`, of `publishedAt` in UTC. */
  month: string
}

const DAY_MS = 86_400_000

/** The UTC month of an instant. */
export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7)

/** Epoch ms of a month's first instant, and of the one after its last. */
export function monthBounds(month: string): { startMs: number; endMs: number } {
  const start = new Date(`${month}-01T00:00:00.000Z`)
  return { startMs: start.getTime(), endMs: start.setUTCMonth(start.getUTCMonth() + 1) }
}

/**
 * Posts published before it may be archived: the beginning of the month that is not wholly older than `afterDays`. So a
 * month is archived once, in as few parts as it takes, and not day by day.
 */
export const archivableBeforeMs = (nowMs: number, afterDays: number): number =>
  monthBounds(monthOf(nowMs - afterDays * DAY_MS)).startMs

export const nextMonth = ({ userId, month }: UserMonth): UserMonth => ({
  userId,
  month: monthOf(monthBounds(month).endMs),
})
