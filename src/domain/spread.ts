/** However long the wait was, this much is enough to tell many jobs apart. */
const MAX_SPREAD_MS = 60_000

/**
 * The instant at which a job goes on whose wait ends at `untilMs`. Many may wait for one instant; each goes on a little
 * after it, by its id: by less than a tenth of the wait, so that none of them calls together with all the others.
 */
export function spreadEnd(untilMs: number, nowMs: number, jobId: string): number {
  const widthMs = Math.min(MAX_SPREAD_MS, Math.max(0, untilMs - nowMs) / 10)
  return untilMs + Math.floor(widthMs * shareOf(jobId))
}

/** FNV-1a: alike for the same text wherever it is asked, and even over many. At least 0, below 1. */
export function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
