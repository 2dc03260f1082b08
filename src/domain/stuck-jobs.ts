import { PHASE_STATUS, TERMINAL_PHASES, type JobPhase } from './job'
import type { Pacing } from './pacing'

/** What the reconciler sees of a job that has not ended. Instants in epoch ms. */
export interface WatchedJob {
  jobId: string
  phase: JobPhase
  waitUntilMs: number | null
  /** The row's last change: while bytes flow, every second. */
  changedAtMs: number
  /** Of the commit that has no verdict; null: none is open. */
  commitRequestedAtMs: number | null
}

export interface StuckLimits {
  /** So long the rounds before this one have tried to help. */
  graceMs: number
  pacing: Pick<Pacing, 'uploadTimeoutMs' | 'commitTimeoutMs' | 'confirmBudgetMs' | 'enrichBudgetMs'>
}

export type StuckCode = 'not-started' | 'step-overdue' | 'wait-overdue' | 'wait-without-end' | 'unconfirmed-for-long'

/** `sinceMs`: the instant by which the job should have gone on. */
export interface Stuck {
  code: StuckCode
  sinceMs: number
}

/** The rounds that have passed in vain before a person is asked. */
const VAIN_ROUNDS = 5

/** Probes go on for as long as it takes; by then a person who looks at the platform knows more. */
const UNCONFIRMED_MS = 24 * 3_600_000

/** From the end of a job's row to that of its run, which passes on what the job leaves. */
const END_MS = 120_000

export const stuckLimits = (reconcileIntervalMs: number, pacing: StuckLimits['pacing']): StuckLimits => ({
  graceMs: VAIN_ROUNDS * reconcileIntervalMs,
  pacing,
})

/** What may be stuck at all has not changed since the first, or had its commit sent before the second. */
export const suspectBefore = ({ graceMs }: StuckLimits, nowMs: number) => ({
  unchangedMs: nowMs - graceMs,
  committedMs: nowMs - UNCONFIRMED_MS,
})

/** Why a job is stuck although the reconciler has started and woken it; null: it is not. */
export function stuckBecause(job: WatchedJob, nowMs: number, limits: StuckLimits): Stuck | null {
  const due = dueOf(job, limits.pacing)
  if (due.sinceMs + limits.graceMs < nowMs) return due
  const { phase, commitRequestedAtMs } = job
  if (phase !== 'unconfirmed' || commitRequestedAtMs === null || commitRequestedAtMs + UNCONFIRMED_MS >= nowMs)
    return null
  return { code: 'unconfirmed-for-long', sinceMs: commitRequestedAtMs }
}

function dueOf({ phase, waitUntilMs, changedAtMs }: WatchedJob, pacing: StuckLimits['pacing']): Stuck {
  if (PHASE_STATUS[phase] === 'PENDING') return { code: 'not-started', sinceMs: changedAtMs }
  if (PHASE_STATUS[phase] === 'ACTIVE') return { code: 'step-overdue', sinceMs: changedAtMs + stepMs(phase, pacing) }
  if (waitUntilMs === null) return { code: 'wait-without-end', sinceMs: changedAtMs }
  // It stays unconfirmed while it is probed once more.
  const probeMs = phase === 'unconfirmed' ? pacing.confirmBudgetMs : 0
  return { code: 'wait-overdue', sinceMs: waitUntilMs + probeMs }
}

/** The longest that the step of an active phase takes, waits for a slot included. */
function stepMs(phase: JobPhase, { uploadTimeoutMs, commitTimeoutMs, confirmBudgetMs }: StuckLimits['pacing']): number {
  if (phase === 'committing') return 2 * commitTimeoutMs
  return phase === 'processing' ? confirmBudgetMs : uploadTimeoutMs
}

/** The name under which a report counts the stuck jobs of a phase. */
export const stuckCount = (phase: JobPhase): string => `stuck-${phase}`

/** The row of an open run: `endedAtMs` of a job that is over. */
export interface RowOfRun {
  phase: JobPhase
  endedAtMs: number | null
}

/** Whether nothing is left to do for an open run: its row is gone, or has ended long enough ago. */
export function hasOutlivedRow(row: RowOfRun | undefined, nowMs: number, { pacing }: StuckLimits): boolean {
  if (!row) return true
  if (row.endedAtMs === null || !TERMINAL_PHASES.includes(row.phase)) return false
  // The public id of a post may come late.
  const enrichMs = row.phase === 'published' ? pacing.enrichBudgetMs : 0
  return row.endedAtMs + enrichMs + END_MS < nowMs
}
