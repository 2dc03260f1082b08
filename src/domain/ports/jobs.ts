import type { JobPhase } from '../job'
import type { Platform } from '../platform'

/** A checked job, ready to become a row. */
export interface NewJob {
  jobId: string
  userId: string
  videoId: string
  platform: Platform
  connectionId: string
  /** The account the job is for: another account after a reconnect fails the job. */
  platformUserId: string
  caption: string
  hashtags: string[]
  options: Record<string, unknown>
  scheduledFor: Date | null
  /** False: refuse where a live job or post of the same video and connection exists. */
  allowDuplicate: boolean
}

export interface AcceptRequest {
  /** The calling service. */
  principal: string
  /** `requestHash`: SHA-256 of the canonical request body, hex. */
  idempotency: { key: string; requestHash: string } | null
  jobs: NewJob[]
}

/**
 * - `replayed`: the key has made these jobs before, with the same request.
 * - `key-reused`: the key has made jobs before, with another request.
 * - `duplicate`: a live job or post exists for `jobs[index]`; nothing was written.
 */
export type AcceptResult =
  | { outcome: 'accepted'; jobIds: string[] }
  | { outcome: 'replayed'; jobIds: string[] }
  | { outcome: 'key-reused' }
  | { outcome: 'duplicate'; index: number; existing: { jobId: string } | { postId: string } }

/**
 * The answer to an edit by hand, decided by the row in one statement.
 * `too-late`: prepare has begun (reschedule), the commit is claimed (cancel), or the job has ended.
 * `unconfirmed`: a commit was sent and no verdict is known.
 */
export type HandAnswer = 'cancelled' | 'rescheduled' | 'too-late' | 'unconfirmed'

export interface HandResult {
  answer: HandAnswer
  phase: JobPhase
  revision: number
}

/** The rows of jobs, as the API changes them. Unknown job ids give null. */
export interface JobHands {
  accept(request: AcceptRequest): Promise<AcceptResult>
  cancel(jobId: string): Promise<HandResult | null>
  /** `scheduledFor` null: publish now. */
  reschedule(jobId: string, scheduledFor: Date | null): Promise<HandResult | null>
}

/** What a run is started with: ids only. */
export interface RunStart {
  jobId: string
  generation: number
  userId: string
  videoId: string
  platform: Platform
  scheduledFor: Date | null
}

/** The running side of jobs: Temporal, behind its gateway. Every method may throw when Temporal is out of reach. */
export interface JobRuns {
  /** Starts the job's run; a run that exists already is left alone. */
  start(run: RunStart): Promise<void>
  /** Tells a run that its row was changed by hand; a run that has ended is left alone. */
  notify(jobId: string, change: 'cancel' | 'reschedule' | 'publishNow'): Promise<void>
}
