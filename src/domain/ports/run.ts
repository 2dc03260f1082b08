import type { CheckpointAge, Fingerprint } from '../checkpoint'
import type { Problem } from '../errors'
import type { EnteredPhase, JobPhase, WaitingPhase } from '../job'
import type { Move } from '../next-move'
import type { Platform } from '../platform'
import type { PriorityKey } from '../urgency'
import type { OnQuotaExhausted } from './jobs'
import type { CheckpointReference, PostDraft, PostReport, VideoFacts } from './platform'

/** One run of one job: the name under which every row statement is guarded. */
export interface RunId {
  jobId: string
  generation: number
}

/** What a publish needs to know of its job and video. Holds the caption: never leaves an activity. */
export interface PublishBrief {
  /** The row's own id, which reservations, checkpoints and attempts refer to. */
  rowId: string
  /** Whether the job still belongs to the run that asks, and has not ended. */
  isCurrent: boolean
  platform: Platform
  connectionId: string | null
  platformUserId: string | null
  /** How long the request wants to wait for a reconnect; null: as configured. */
  reconnectWaitMs: number | null
  /** Nothing towards a post begins at or after it. */
  publishBeforeMs: number | null
  /** What the request wants where the day's quota is used up; null: that the job waits. */
  onQuotaExhausted: OnQuotaExhausted | null
  revision: number
  /** The latest commit claim; null before the first. */
  claim: CommitClaim | null
  draft: PostDraft
  video: VideoFacts & { key: string; etag: string | null; deleted: boolean }
}

/** Permission to send one commit, and what is needed to find out what became of it. */
export interface CommitClaim {
  /** Counts the claims of the job: only the holder of a claim may settle it. */
  number: number
  /** The checkpoint whose task the commit finishes. */
  checkpointNumber: number
  requestedAtMs: number
  /** "Not published" does not count before it: the claimed request may still be on its way. */
  deadlineAtMs: number
}

/** A problem as the row keeps it: its code, and its sentence with its remedy. */
export interface Why {
  code: string
  message: string
}

/** Numbers, instants and our own words of a job's row. */
export interface RunFacts {
  platform: Platform
  /** How often the job has gone the way to the commit, this time included. */
  attemptNumber: number
  bytesSent: number
  /** Null: the video's row is gone. */
  sizeBytes: number | null
  /** Null: at once. */
  scheduledForMs: number | null
  /** Why it waits; null: for its instant, or not at all. */
  why: Why | null
}

/** How a job stands when its run asks what to do. `problem` is told for a job that has failed. */
export interface ClaimedRun {
  move: Exclude<Move, { kind: 'cancel' | 'expire' | 'queue' }>
  phase: JobPhase
  problem: Why | null
  /** What operators are shown of the row; absent in claims that were recorded before it was told, and where the row is gone. */
  facts?: RunFacts
  /** Whose slots its steps take; not told with a wait. */
  platform?: Platform
  /** Which of the steps that wait for a slot goes first; told with a move that has steps. */
  priorityKey?: PriorityKey
}

/** The row of a job, as its run changes it. Every statement is guarded by the state that it starts from. */
export interface RunRows {
  /** Claims (row, generation) and says what to do at `nowMs`, the run's own time. A requested cancel, or a latest instant that has come, is carried out here. */
  claim(run: RunId, nowMs: number): Promise<ClaimedRun>
  brief(run: RunId): Promise<PublishBrief>
  enter(run: RunId, phase: EnteredPhase): Promise<void>
  progress(run: RunId, bytesSent: number): Promise<void>
  /**
   * The number of the new claim. Null: a cancel came first, another run holds the job, an earlier commit has no verdict,
   * the job's latest instant has come, or its account is no longer connected.
   */
  claimCommit(run: RunId, checkpointNumber: number, deadlineAtMs: number): Promise<number | null>
  /** The claimed request is no longer on its way: "not published" counts from `atMs` on. */
  hastenDeadline(run: RunId, claimNumber: number, atMs: number): Promise<void>
  /** The verdict that frees the job for another commit. */
  notPublished(run: RunId, claimNumber: number): Promise<void>
  /** Post row and job row in one transaction; doing it again changes nothing. A public id that another job's post has is not taken. */
  recordPost(run: RunId, post: PostReport): Promise<void>
  recordHandedOver(run: RunId): Promise<void>
  /** What is known of the recorded post by now, its warnings in place of the earlier ones. */
  enrichPost(run: RunId, post: PostReport): Promise<void>
  /**
   * A wait for the user keeps its first deadline until bytes flow again. Returns the instant that holds; null: a commit
   * is open or a cancel requested, and the row must be looked at instead.
   */
  park(run: RunId, phase: WaitingPhase, untilMs: number, problem: Problem): Promise<number | null>
  unconfirmed(run: RunId, nextProbeAtMs: number, detail: string): Promise<void>
  /**
   * Ends the job as failed and releases what it holds, unless a commit is open or a cancel requested. `refusedCommit`: the
   * platform's no is the open commit's verdict.
   */
  fail(run: RunId, problem: Problem, refusedCommit: boolean): Promise<void>
}

/**
 * The way to the commit on accounts where two commits at once could not be told from each other afterwards: one after the
 * other, roughly in the order of their acceptance.
 */
export interface CommitLane {
  /** As the rows' own claim. Null also: another commit of the account is in the way. */
  claimCommit: RunRows['claimCommit']
  /** Which of those the job is, from 1, that wait for another commit of the account; null: none is in the way. */
  placeOf(run: RunId): Promise<number | null>
  /** The job that is next on the account of this one; null: none waits, or one is still in the way. */
  next(run: RunId): Promise<string | null>
}

/** What is on record of posts: a lost one is none of these. */
export interface KnownPosts {
  /** Those of the ids that belong to other jobs' posts on the platform. */
  ofOthers(run: RunId, platform: Platform, postIds: string[]): Promise<ReadonlySet<string>>
}

export interface StoredCheckpoint extends CheckpointAge {
  number: number
  reference: CheckpointReference
}

/** Checkpoints of a job; `rowId` is the job row's own id. References are encrypted at rest. */
export interface Checkpoints {
  /** The newest one that was not discarded. */
  latest(rowId: string): Promise<StoredCheckpoint | null>
  /** Discarded or not. */
  find(rowId: string, number: number): Promise<StoredCheckpoint | null>
  nextNumber(rowId: string): Promise<number>
  save(
    rowId: string,
    checkpoint: Fingerprint & { number: number; expiresAtMs: number; reference: CheckpointReference },
  ): Promise<void>
  discard(rowId: string, number: number): Promise<void>
  /** Adds to a checkpoint's reference what its commit's answer told. */
  amend(rowId: string, number: number, added: CheckpointReference): Promise<void>
}

export interface AttemptLog {
  /** Writes down that a remote step begins; the returned function writes how it ended. */
  begin(rowId: string, generation: number, step: string): Promise<(end: AttemptEnd) => Promise<void>>
}

export interface AttemptEnd {
  outcome: 'done' | 'failed' | 'unknown'
  platformCode?: string | undefined
  platformRequestId?: string | undefined
  message?: string | undefined
}
