import { isPast, withinDeadline } from './deadline'
import { isTerminal, type JobPhase } from './job'

/** What a run reads of its row before it does anything. Instants in epoch ms. */
export interface RunView {
  phase: JobPhase
  generation: number
  scheduledForMs: number | null
  /** Nothing towards a post begins at or after it. */
  publishBeforeMs: number | null
  cancelRequested: boolean
  /** A commit was sent and has no verdict. */
  commitOpen: boolean
  /** It has a turn in the queue for a day's uploads. */
  queued: boolean
  /** When it may use the place of the day that was granted to it; null: it has none. */
  quotaStartMs: number | null
}

/**
 * What a run does next, decided by the row alone, so that a stale, second or reset run can do no harm.
 * - `end`: the job is over, or a newer generation runs it.
 * - `confirm`: a commit is out; only a probe may follow.
 * - `cancel`: nothing can have been published; the job ends as cancelled.
 * - `expire`: the latest instant for a post has come; the job fails.
 * - `queue`: it waits for a place of a day, which it is granted, and takes by itself never.
 * - `wait`: the instant has not come, of the post or of the start of its upload.
 * - `publish`: go, from wherever the platform says the upload is; no step begins at or after `beforeMs`.
 */
export type Move =
  | { kind: 'end' }
  | { kind: 'confirm' }
  | { kind: 'cancel' }
  | { kind: 'expire'; publishBeforeMs: number }
  | { kind: 'queue' }
  | { kind: 'wait'; phase: 'scheduled' | 'waiting-for-quota'; untilMs: number }
  | { kind: 'publish'; beforeMs?: number }

export function nextMove(row: RunView, generation: number, nowMs: number): Move {
  if (isTerminal(row.phase) || row.generation !== generation) return { kind: 'end' }
  if (row.commitOpen) return { kind: 'confirm' }
  if (row.cancelRequested) return { kind: 'cancel' }
  if (isPast(row.publishBeforeMs, nowMs)) return { kind: 'expire', publishBeforeMs: row.publishBeforeMs }
  const waitUntil = (phase: 'scheduled' | 'waiting-for-quota', untilMs: number): Move => ({
    kind: 'wait',
    phase,
    untilMs: withinDeadline(untilMs, row.publishBeforeMs),
  })
  if (row.scheduledForMs !== null && row.scheduledForMs > nowMs) return waitUntil('scheduled', row.scheduledForMs)
  if (row.phase === 'waiting-for-quota' && row.queued) {
    if (row.quotaStartMs === null) return { kind: 'queue' }
    if (row.quotaStartMs > nowMs) return waitUntil(row.phase, row.quotaStartMs)
  }
  return { kind: 'publish', ...(row.publishBeforeMs !== null && { beforeMs: row.publishBeforeMs }) }
}
