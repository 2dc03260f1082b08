import type { JobPhase } from '../job'
import type { Platform } from '../platform'

/** What becomes of a job that finds the day's quota used up: it gets a place in the queue, or it fails at once. */
export const ON_QUOTA_EXHAUSTED = ['wait', 'fail'] as const

export type OnQuotaExhausted = (typeof ON_QUOTA_EXHAUSTED)[number]

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
  /** Nothing towards a post begins at or after it; null: whenever it can be done. */
  publishBefore: Date | null
  /** Null: it waits. */
  onQuotaExhausted: OnQuotaExhausted | null
  /** How long to wait for the user where the account must be reconnected; null: as configured, 0: not at all. */
  reconnectWaitSeconds: number | null
  /** False: refuse where a live job or post of the same video and connection exists. */
  allowDuplicate: boolean
}

export interface AcceptRequest {
  /** The calling service. */
  principal: string
  /** `requestHash`: SHA-256 of the canonical request body, hex; `answer`: what the request is answered with, as JSON. */
  idempotency: { key: string; requestHash: string; answer: object } | null
  jobs: NewJob[]
}

/** What an idempotency key has made before. */
export interface EarlierJobs {
  jobIds: string[]
  /** As it was given; null: not known, as of a request from before answers were kept. */
  answer: unknown
}

/**
 * - `replayed`: the key has made these jobs before, with the same request.
 * - `key-reused`: the key has made jobs before, with another request.
 * - `duplicate`: a live job or post exists for `jobs[index]`; nothing was written.
 */
export type AcceptResult =
  | { outcome: 'accepted'; jobIds: string[] }
  | ({ outcome: 'replayed' } & EarlierJobs)
  | { outcome: 'key-reused' }
  | { outcome: 'duplicate'; index: number; existing: { jobId: string } | { postId: string } }

/** What a change by hand has done to a job. */
export type HandDone = 'cancelled' | 'rescheduled' | 'edited' | 'retried' | 'resolved'

/**
 * Why it has done nothing.
 * - `too-late`: prepare has begun (edit, reschedule), the commit is claimed (cancel), or the job has ended.
 * - `unconfirmed`: a commit was sent and no verdict is known.
 * - `not-retryable`: the job has not failed.
 * - `publish-before-passed`: a retry needs a later instant than the job's latest one, which has come.
 * - `not-unconfirmed`: there is nothing to resolve.
 * - `commit-in-flight`: the request that publishes may still arrive, so nobody can know that it did not.
 * - `post-id-taken`: the post belongs to another job.
 */
export type HandRefusal =
  | 'too-late'
  | 'unconfirmed'
  | 'not-retryable'
  | 'publish-before-passed'
  | 'not-unconfirmed'
  | 'commit-in-flight'
  | 'post-id-taken'

/** The answer to a change by hand, decided by the row in one statement. */
export type HandAnswer = HandDone | HandRefusal

export interface HandResult {
  answer: HandAnswer
  phase: JobPhase
  revision: number
}

/** What is left out stays as it is. */
export interface JobEdit {
  caption?: string | undefined
  hashtags?: string[] | undefined
  options?: Record<string, unknown> | undefined
  scheduledFor?: Date | undefined
  /** Null: none any more. */
  publishBefore?: Date | null | undefined
}

/** What a person has found out about an unconfirmed job. */
export type Resolution =
  | {
      live: true
      /** Null where the platform tells none, as for TikTok's posts that are not public. */
      platformPostId: string | null
      url?: string | undefined
    }
  | { live: false }

/** `run`: how the retried job is started. */
export type RetryResult =
  | (HandResult & { run: RunStart | null })
  | { answer: 'duplicate-publish'; existing: { jobId: string } | { postId: string } }

/**
 * The rows of jobs, as the API changes them. Unknown job ids give null.
 * @throws PublishError `user-being-erased` where a job would begin
 */
export interface JobHands {
  accept(request: AcceptRequest): Promise<AcceptResult>
  cancel(jobId: string): Promise<HandResult | null>
  /** `scheduledFor` null: publish now. */
  reschedule(jobId: string, scheduledFor: Date | null): Promise<HandResult | null>
  /** Takes texts and options that the platform's rules have passed. */
  edit(jobId: string, edit: JobEdit): Promise<HandResult | null>
  /**
   * Runs a failed job once more, under a new generation. What was uploaded and is still valid is used again.
   * @param publishBefore in place of the job's own; absent: that stays, and must not have come
   */
  retry(jobId: string, allowDuplicate: boolean, publishBefore?: Date): Promise<RetryResult | null>
  /** Settles an unconfirmed job by a person's word: it is published, or has failed and may be retried with a new upload. */
  resolve(jobId: string, resolution: Resolution): Promise<HandResult | null>
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

/** A change that a run is told of; the names are those of its updates. */
export type HandChange = 'cancel' | 'reschedule' | 'edit' | 'publishNow' | 'resolveOutcome'

/** The running side of jobs: Temporal, behind its gateway. Every method may throw when Temporal is out of reach. */
export interface JobRuns {
  /** Starts the job's run; a run that exists already is left alone. */
  start(run: RunStart): Promise<void>
  /** Tells a run that its row was changed by hand; a run that has ended is left alone. */
  notify(jobId: string, change: HandChange): Promise<void>
  /** The job's row was changed by something else than a hand: its run looks at it. A run that has ended is left alone. */
  wake(jobId: string): Promise<void>
  /** The job's upload has begun to bring bytes: its run shows it. A run that has ended is left alone. */
  showUploading(jobId: string): Promise<void>
  /** The platform has told of the job's upload: its run asks at once what has become of it. A run that has ended is left alone. */
  tell(jobId: string): Promise<void>
  /** A round of the reconciler at once: what a pause held is woken, free places of the quota day are given. */
  reconcile(): Promise<void>
}
