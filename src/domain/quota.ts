/** YouTube's two ways to count uploads: the classic 1,600 of 10,000 shared units, or 100 uploads of their own (since June 2026). */
export type UploadQuotaModel = 'units-1600' | 'upload-bucket'

export const UPLOAD_QUOTA: Record<UploadQuotaModel, { costUnits: number; defaultLimitUnits: number }> = {
  'units-1600': { costUnits: 1_600, defaultLimitUnits: 10_000 },
  'upload-bucket': { costUnits: 1, defaultLimitUnits: 100 },
}

const PACIFIC = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
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
