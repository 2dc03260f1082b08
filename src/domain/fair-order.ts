/** A job that waits for a place. */
export interface Waiting {
  jobId: string
  userId: string
  /** Epoch ms since when it waits. */
  queuedAtMs: number
}

/**
 * The order in which waiting jobs are served: round by round one job of each user, of whom the one comes first who was
 * served, or began to wait, the longest ago. So it does not matter how many jobs a user has, and nobody who arrives later
 * comes in between twice. Serving the first job and asking again gives the rest in the same order.
 *
 * @param lastServedAtMs of each user who has ever had a place, by user id; no two of them at one instant
 */
export function fairOrder<T extends Waiting>(waiting: readonly T[], lastServedAtMs: ReadonlyMap<string, number>): T[] {
  const lines = linesOf(waiting).map((line) => ({ line, turnMs: turnOf(line[0], lastServedAtMs) }))
  lines.sort((a, b) => a.turnMs - b.turnMs || byArrival(a.line[0], b.line[0]))
  return lines
    .flatMap(({ line }) => line.map((job, round) => ({ job, round })))
    .sort((a, b) => a.round - b.round)
    .map(({ job }) => job)
}

type Line<T> = [T, ...T[]]

/** Each user's jobs by their arrival. */
function linesOf<T extends Waiting>(waiting: readonly T[]): Line<T>[] {
  const lines = new Map<string, Line<T>>()
  for (const job of [...waiting].sort(byArrival)) {
    const line = lines.get(job.userId)
    if (line) line.push(job)
    else lines.set(job.userId, [job])
  }
  return [...lines.values()]
}

const turnOf = (first: Waiting, lastServedAtMs: ReadonlyMap<string, number>): number =>
  Math.max(lastServedAtMs.get(first.userId) ?? -Infinity, first.queuedAtMs)

const byArrival = (a: Waiting, b: Waiting): number => a.queuedAtMs - b.queuedAtMs || (a.jobId < b.jobId ? -1 : 1)
