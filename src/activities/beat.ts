import { Context } from '@temporalio/activity'

/** Bytes only: heartbeat details are kept by the server in clear. */
export interface Beat {
  bytesConfirmed: number
}

/** Heartbeats while `work` runs, also when a slow part reports nothing; a cancel of the run reaches `work` by the signal. */
export async function beating<T>(
  everyMs: number,
  work: (report: (bytesConfirmed: number) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const context = Context.current()
  let beat: Beat = { bytesConfirmed: 0 }
  const ticker = setInterval(() => context.heartbeat(beat), everyMs)
  try {
    return await work((bytesConfirmed) => (beat = { bytesConfirmed }), context.cancellationSignal)
  } finally {
    clearInterval(ticker)
  }
}
