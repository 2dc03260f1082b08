import { Context, log } from '@temporalio/activity'
import type { Beat } from './beat'

/**
 * Tells the run that its upload has begun, once `work` has gone on for `afterMs`. A shorter upload is not worth the history
 * events; one that is resumed after its first bytes has been told of.
 */
export async function showingUpload<T>(tell: () => Promise<void>, afterMs: number, work: () => Promise<T>): Promise<T> {
  const { heartbeatDetails: earlier } = Context.current().info as { heartbeatDetails?: Beat }
  if (earlier && earlier.bytesConfirmed > 0) return work()
  const timer = setTimeout(() => {
    tell().catch((error: unknown) => {
      log.warn('the Web UI shows an upload as preparing: its run was not told', { error })
    })
  }, afterMs)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}
