import type { JobPhase, JobStatus } from '../job'
import type { Platform } from '../platform'
import type { ConnectionStatus } from './tokens'

// The shapes of `Event.data`, which triggers write beside each change (migration `callers_events_webhooks`). Instants are
// RFC 3339 text in UTC.

export interface JobChange {
  platform: Platform
  videoId: string
  connectionId: string | null
  status: JobStatus
  phase: JobPhase
  waitReason: string | null
  waitUntil: string | null
  scheduledFor: string | null
  errorCode: string | null
  errorMessage: string | null
  generation: number
  revision: number
  post: {
    /** Publisher's own. */
    id: string
    /** The public one; null until the platform tells it. */
    postId: string | null
    url: string | null
    visibility: string | null
    publishedAt: string
  } | null
  /** Both null for a new job; the same as now where only something else has changed. */
  previousPhase: JobPhase | null
  previousWaitReason: string | null
}

export interface ConnectionChange {
  platform: Platform
  platformUserId: string
  status: ConnectionStatus
  previousStatus: ConnectionStatus
  /** The code of the refusal, or `disconnected`. */
  statusReason: string | null
}

export interface MetricsChange {
  platform: Platform
  videoId: string
  /** The public one; null: the platform does not tell it. */
  postId: string | null
  views: number
  likes: number
  comments: number
  shares: number
  lastSyncedAt: string | null
}

interface ChangeOf<Kind, Data> {
  /** Rises with the changes of one job. */
  id: bigint
  kind: Kind
  userId: string
  data: Data
  createdAt: Date
}

/** Something that has become of a job, a connection or a post's numbers. */
export type Change =
  | (ChangeOf<'job', JobChange> & { jobId: string })
  | (ChangeOf<'connection', ConnectionChange> & { connectionId: string })
  | (ChangeOf<'metrics', MetricsChange> & { postId: string })

/** What the database tells of its own accord: that there is something to fan out, and which job has moved. */
export type ChangeChannel = 'events' | 'publish_jobs'

export interface ChangeListener {
  /**
   * Hears of every change from now on. `heard` gets the job id on `publish_jobs`, and null where something may have been
   * missed, as after a lost connection: then everything is worth a look.
   * @returns how to stop
   */
  listen(channel: ChangeChannel, heard: (jobId: string | null) => void): () => void
  close(): Promise<void>
}
