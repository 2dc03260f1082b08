import type { ErrorCategory } from './errors'
import { isTerminal, type JobPhase } from './job'
import type { Platform } from './platform'
import type { JobChange } from './ports/changes'

/** The end of a run of a job. */
export interface JobEnd {
  platform: Platform
  phase: JobPhase
  /** Null where nothing has failed. */
  errorCategory: ErrorCategory | null
  /** For an instant that somebody had asked for. */
  isScheduled: boolean
  /** From the instant that was asked for, or from its acceptance; null after a retry, whose wait was for a person. */
  tookMs: number | null
}

/** A job has entered a phase. */
export interface JobMove {
  jobId: string
  change: JobChange
  at: Date
  /** What its row tells beside the change; null: it is gone. */
  row: { acceptedAt: Date; errorCategory: string | null } | null
}

/** @returns null where the move has not ended the job */
export function jobEndOf({ change, at, row }: JobMove): JobEnd | null {
  const { platform, phase, scheduledFor, generation } = change
  if (!row || !isTerminal(phase)) return null
  const askedForMs = Math.max(row.acceptedAt.getTime(), scheduledFor === null ? 0 : Date.parse(scheduledFor))
  return {
    platform,
    phase,
    errorCategory: phase === 'failed' ? (row.errorCategory as ErrorCategory | null) : null,
    isScheduled: scheduledFor !== null,
    tookMs: generation === 1 ? Math.max(0, at.getTime() - askedForMs) : null,
  }
}
