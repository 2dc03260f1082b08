import { Context } from '@temporalio/activity'

/** Whole numbers by name. */
export type Counts = Record<string, number>

/** Work in batches, each of which tells how much it was. */
export type Batches = (signal: AbortSignal) => AsyncIterable<number>

/** Well within the heartbeat timeout of the workflows: a batch may be slow. */
const BEAT_MS = 5_000

/**
 * Does the named works one after the other and adds up what each batch was. Heartbeats the sums, so that an attempt counts
 * on where the one before it has died. A cancel of the run ends it between two batches.
 */
export async function addingUp(works: Record<string, Batches>): Promise<Counts> {
  const context = Context.current()
  const counts: Counts = Object.fromEntries(Object.keys(works).map((name) => [name, 0]))
  Object.assign(counts, context.info.heartbeatDetails)
  const ticker = setInterval(() => context.heartbeat(counts), BEAT_MS)
  try {
    for (const [name, batches] of Object.entries(works))
      for await (const count of batches(context.cancellationSignal)) {
        counts[name] = (counts[name] ?? 0) + count
        context.heartbeat(counts)
        context.cancellationSignal.throwIfAborted()
      }
    return counts
  } finally {
    clearInterval(ticker)
  }
}
