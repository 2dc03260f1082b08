import { TERMINAL_PHASES, type JobPhase } from './job'
import type { Problem } from './errors'
import type { PostReport } from './ports/platform'

/** What became of the last commit of a job, as far as its runs tell, if any of it happened since the backup. */
export type CommitSince =
  | { kind: 'none' }
  /** It may have been sent, and no verdict is known. */
  | { kind: 'open' }
  | { kind: 'published'; post: PostReport; atMs: number }
  | { kind: 'handed-over'; atMs: number }
  | { kind: 'not-published' }

/** What Temporal knows of a job whose row was put back to a backup. */
export interface RunsSince {
  commit: CommitSince
  /** Of the last run: it goes on, it has come to an end of its own, or it was broken off. */
  lastRun: 'running' | 'ended' | 'broken-off'
  /** Somebody has edited, rescheduled, cancelled or resolved the job. */
  changedByHand: boolean
}

/** What the restored row says. */
export interface RestoredRow {
  phase: JobPhase
  commitOpen: boolean
}

/**
 * What is to be done with a restored row. `hold`: nobody can know whether its video is on the platform, or what was wanted
 * of it last, so a person decides before anything else is sent.
 */
export type Fate =
  | { kind: 'keep' }
  | Extract<CommitSince, { kind: 'published' | 'handed-over' }>
  | { kind: 'end'; problem: Problem }
  | { kind: 'hold'; problem: Problem }

const KEEP: Fate = { kind: 'keep' }

/** @param runs null: Temporal knows no run of the job that was open when the backup was made, or began later */
export function fateOf(row: RestoredRow, runs: RunsSince | null): Fate {
  const isOver = TERMINAL_PHASES.includes(row.phase)
  // A failed job may have been run again since.
  if (isOver && row.phase !== 'failed') return KEEP
  if (!runs) return isOver ? KEEP : hold('Temporal knows no run of the job, so nothing tells whether it has gone on.')
  const { commit, lastRun, changedByHand } = runs
  if (commit.kind === 'published' || commit.kind === 'handed-over') return commit
  if (commit.kind === 'open')
    return hold('The request that publishes may have been sent, and its outcome is not known.')
  if (isOver) return KEEP
  const isSettled = commit.kind === 'not-published' || !row.commitOpen
  if (lastRun === 'ended')
    return isSettled ? END : hold('Its outcome was settled by something that is not in the backup.')
  if (changedByHand) return hold('The job was changed by hand, and the change is not in the backup.')
  return KEEP
}

const END: Fate = {
  kind: 'end',
  problem: {
    code: 'ended-before-restore',
    category: 'internal',
    message: 'The job had ended without a post; why was lost when the database was restored from a backup.',
    remedy: 'Retry the job if the video is still to be published.',
  },
}

const hold = (why: string): Fate => ({
  kind: 'hold',
  problem: {
    code: 'restored-from-backup',
    category: 'unknown-outcome',
    message: `The database was restored from a backup that is older than this. ${why}`,
    remedy:
      'Look at the account: settle the job by /resolve, as live with the id of its post or as not live, and then retry it.',
  },
})
