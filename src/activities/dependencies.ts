import type { Pacing } from '../domain/pacing'
import type { Clock } from '../domain/ports/clock'
import type { JobHands } from '../domain/ports/jobs'
import type { Logins } from '../domain/ports/login'
import type { Publishers } from '../domain/ports/platform'
import type { CallGate } from '../domain/ports/limits'
import type { QuotaQueue, UploadQuota } from '../domain/ports/quota'
import type { AttemptLog, Checkpoints, CommitLane, KnownPosts, RunRows } from '../domain/ports/run'
import type { ObjectStore } from '../domain/ports/storage'
import type { TokenOwner, TokenStore } from '../domain/ports/tokens'

/** What the publish activities are closed over. */
export interface PublishDependencies {
  rows: RunRows
  lane: CommitLane
  knownPosts: KnownPosts
  hands: JobHands
  checkpoints: Checkpoints
  attempts: AttemptLog
  quota: UploadQuota
  queue: QuotaQueue
  gate: CallGate
  tokens: TokenStore
  owner: TokenOwner
  publishers: Publishers
  logins: Logins
  store: ObjectStore
  clock: Clock
  pacing: Pacing
  /** A token that dies sooner than this is renewed before it is used. */
  tokenMarginMs: number
}
