import type { Problem, Violation, Warning } from '../errors'
import type { Platform } from '../platform'

/** What is to be published, in Publisher's own words. `options` are the platform's, already checked by its rules. */
export interface PostDraft {
  caption: string
  /** Without `#`. */
  hashtags: string[]
  options: Record<string, unknown>
  /** The video's title. */
  title: string
}

export interface VideoFacts {
  sizeBytes: number
  durationSeconds: number
  /** mp4, mov, webm */
  format: string
  /** `1080x1920` */
  resolution: string
  /** avc, hevc, vp8, vp9, av1, or what else its container says; null: not known. */
  videoCodec: string | null
  /** Null: not known, or no sound. */
  audioCodec: string | null
  /** Frames per second; null: not known. */
  frameRate: number | null
}

/** JSON Schema 2020-12, shown in the OpenAPI document. */
export type JsonSchema = Record<string, unknown>

/** What a platform lets a post be. Pure: no network, no clock. */
export interface PlatformRules {
  readonly optionsSchema: JsonSchema
  /** The options that `preflight` reads: none of them a text of the user's, since they pass through run histories. */
  readonly preflightOptions: readonly string[]
  /** Every rule that the draft breaks; pointers are relative to the target, e.g. `/caption`, `/options/privacyLevel`. */
  check(draft: PostDraft, video: VideoFacts): Violation[]
  /** Those of the rules that are about the video itself. What is not known of it breaks none. */
  checkVideo(video: VideoFacts): Violation[]
  /** The images in R2 that the options name, e.g. a cover: its caller must be allowed to name them, and they must exist. */
  images(options: Record<string, unknown>): NamedImage[]
}

export interface NamedImage {
  /** Relative to the target, e.g. `/options/coverKey`. */
  pointer: string
  /** In the bucket of the videos. */
  key: string
  maxSizeBytes: number
}

/** The bytes of an object in R2, pinned to one ETag. */
export interface ObjectSource {
  readonly sizeBytes: number
  readonly contentType: string
  /**
   * Streams bytes `first` to `last`, both included, as one 206 answer of exactly that length.
   * @throws PublishError `source-changed` when the object is no longer the pinned one, `source-range-ignored` on anything but a right 206.
   */
  read(first: number, last: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** A URL that the platform itself can fetch the object from. A secret. */
  presignedUrl(lifetimeMs: number): Promise<string>
  /** The object's address on the bucket's own, public domain; null where it has none. */
  readonly publicUrl: string | null
}

/** The account that a call acts for. */
export interface Account {
  /** TikTok open_id, Instagram user id, YouTube channel id. */
  platformUserId: string
  /** A secret; never leaves the process but to the platform. */
  accessToken: string
  /** Which of the platform's logins gave the token, where it has several: it decides the host (Instagram: `facebook`). */
  login: string | null
}

/** The platform's own names of an upload task (publish_id and upload_url, container id, session URI). A secret: stored encrypted. */
export type CheckpointReference = Record<string, string>

export interface PreparedUpload {
  reference: CheckpointReference
  /** Epoch ms after which the platform has forgotten the task. */
  expiresAtMs: number
}

/** One publish as an adapter sees it. */
export interface UploadTask {
  account: Account
  draft: PostDraft
  source: ObjectSource
  /** Opens a cover or thumbnail that the options name. @throws PublishError `image-missing` */
  image(key: string): Promise<ObjectSource>
  reference: CheckpointReference
  signal: AbortSignal
}

export interface CommitTask extends UploadTask {
  /** The request that publishes must not begin after it: a process that was frozen in between lets the probe decide. */
  sendBeforeMs: number
}

/** A task whose commit was sent, as a step sees it that finds out what became of it. */
export interface SentTask extends UploadTask {
  /** Those of the ids that belong to other jobs' posts. */
  taken(postIds: string[]): Promise<ReadonlySet<string>>
}

/**
 * How far an upload task is short of its commit.
 * - `ready`: only the commit is left.
 * - `pending`: the platform is still fetching or processing; ask again.
 * - `gone`: the platform no longer knows the task, or gave it up for `problem`; prepare a new one.
 * `reference` is what there is to remember of the task beside its own.
 */
export type TransferResult =
  { state: 'ready' | 'pending'; reference?: CheckpointReference } | { state: 'gone'; problem?: Problem }

export interface PostIdentity {
  /** The public id, or null where the platform tells it late or never. Always text. */
  platformPostId: string | null
  /** What names the post until then (the checkpoint's id). */
  provisionalId: string
  url?: string
  visibility?: string
}

/** A post that exists, as far as it is known. */
export interface PostReport extends PostIdentity {
  /** Nothing more is to be learnt of it or done for it: no enrich step follows. */
  complete: boolean
  /** Everything that the user should know of it. */
  warnings: Warning[]
}

/**
 * - `published`: the post exists.
 * - `accepted`: the platform has everything and processes it; the probe tells the rest. `reference` is what the answer
 *   added to the task's own, where the commit is what opens the task.
 */
export type CommitResult =
  { outcome: 'published'; post: PostReport } | { outcome: 'accepted'; reference?: CheckpointReference }

/**
 * What a probe has found.
 * - `handed-over`: the platform gave it to the user's inbox; there is no post.
 * - `not-published`: the commit did not happen and the task can still be finished, once what `problem` says is waited out
 *   or mended; without one, at once.
 * - `refused`: the platform ended the task without a post. Where repeating is no use the job has failed; what its category
 *   says can pass (a fault, a limit, a lost permission) is waited out, and a new upload made.
 * - `processing`, `unknown`: no verdict yet.
 * A `published` one may await something that is worth some patience, since it still changes the post or ends it.
 */
export type ProbeResult =
  | { verdict: 'published'; post: PostReport; awaiting?: string }
  | { verdict: 'handed-over' }
  | { verdict: 'not-published'; problem?: Problem }
  | { verdict: 'refused'; problem: Problem }
  | { verdict: 'processing'; detail: string }
  | { verdict: 'unknown'; detail: string }

/** Tokens as the platform's token endpoint gave them. All of it secret but the scopes. */
export interface TokenGrant {
  accessToken: string
  /** Absent when the answer had none: the stored one stays. */
  refreshToken?: string
  /** Null: no fixed end (Facebook's Page tokens). */
  expiresInSeconds: number | null
  /** Absent where the platform tells no end of the refresh token. */
  refreshExpiresInSeconds?: number
  /** What the user has granted, by the platform's own names; absent where the answer does not tell. */
  scopes?: string[]
}

/**
 * A platform's side of publishing. Knows no database and no Temporal; every method may throw a `PublishError`
 * classified by the platform's table. Methods are the four kinds of step: `preflight`, `prepare`, `transfer` are safe to
 * repeat and invisible; `commit` is sent once by its caller; `probe` only reads; `enrich` never fails a post.
 */
export interface PlatformPublisher {
  readonly rules: PlatformRules
  /** Read-only checks that only the account can answer. */
  preflight(account: Account, draft: PostDraft, video: VideoFacts, signal: AbortSignal): Promise<void>
  /** Opens an upload task. Nothing is visible on the account. */
  prepare(task: Omit<UploadTask, 'reference'>): Promise<PreparedUpload>
  /** Brings the task to the brink of its commit, starting where the platform says it is. `onProgress` gets bytes confirmed. */
  transfer(task: UploadTask, onProgress: (bytesConfirmed: number) => void): Promise<TransferResult>
  /** Sends the request after which the platform may publish. Any error but `unknown-outcome` means: not published. */
  commit(task: CommitTask, onProgress: (bytesSent: number) => void): Promise<CommitResult>
  probe(task: SentTask, committedAtMs: number): Promise<ProbeResult>
  /**
   * Adds what is nice to know or to have (public id, permalink, thumbnail) to a recorded post and tells all that is known
   * of it now. Safe to repeat; a part that cannot be had becomes a warning. Called again while the post is not complete.
   */
  enrich(task: SentTask, post: PostIdentity, committedAtMs: number): Promise<PostReport>
  /** Whether `prepare` costs a place in a daily upload quota that all accounts share (YouTube's project quota). */
  readonly countsUploads: boolean
  /**
   * Whether a post whose answer was lost can be found by its caption and instant only: then the commits of an account are
   * sent one after the other.
   */
  readonly commitsOneByOne: boolean
}

export type Publishers = Record<Platform, PlatformPublisher>
