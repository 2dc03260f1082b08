import type { Problem } from '../errors'
import type { Platform } from '../platform'
import type { VideoFacts } from './platform'

/** A target of a publish that is thought of, as far as its platform is asked about it: ids, numbers and words of lists, no texts. */
export interface TargetCheck {
  platform: Platform
  connectionId: string
  /** The account that the connection had when the target was planned. */
  platformUserId: string
  /** Those that the platform's `preflightOptions` name. */
  options: Record<string, unknown>
  video: VideoFacts
}

export interface LiveAnswer {
  /** What a publish would meet now, before it sends anything; null: nothing. */
  problem: Problem | null
}

/** Asks platforms what a publish would ask first. Read-only; what is learnt of a grant, a token or a limit is kept as ever. */
export interface TargetChecks {
  /** @throws PublishError `check-unanswered` where nobody has carried the check out in its time */
  check(target: TargetCheck): Promise<LiveAnswer>
}
