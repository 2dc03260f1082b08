import type { Fate, RestoredRow, RunsSince } from '../restored-job'
import type { Platform } from '../platform'

/** A restore of the database whose jobs were not compared with Temporal yet. */
export interface PendingRestore {
  id: string
  /** What happened since is not in the rows. */
  backupAtMs: number
  restoredAtMs: number
}

/** A job of which Temporal knows runs that were open when the backup was made, or began later. */
export interface WitnessedJob extends RunsSince {
  jobId: string
  userId: string
  videoId: string
  platform: Platform
  startedAtMs: number
}

/** The second memory: what Temporal knows of the time that the rows have forgotten. */
export interface Witness {
  jobs(sinceMs: number): AsyncIterable<WitnessedJob>
  /** The users whose erasure was going on or was begun. */
  erasedUsers(sinceMs: number): Promise<string[]>
}

export interface Restores {
  pending(): Promise<PendingRestore | null>
  rowsOf(jobIds: string[]): Promise<Map<string, RestoredRow>>
  /** The live jobs that were there before the restore and are not among `known`. */
  unwitnessed(restore: PendingRestore, known: ReadonlySet<string>): Promise<{ jobId: string; row: RestoredRow }[]>
  /** Each of these does nothing any more once the restore is settled. */
  apply(restore: PendingRestore, jobId: string, fate: Fate): Promise<void>
  /** A job that the rows have forgotten never begins anew under its old key. */
  bury(restore: PendingRestore, job: WitnessedJob): Promise<void>
  eraseAgain(restore: PendingRestore, userIds: string[]): Promise<number>
  settled(restore: PendingRestore): Promise<void>
}
