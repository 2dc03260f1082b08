import type { ErrorCategory } from '../errors'
import type { Platform } from '../platform'

/** One call to a platform, by names of bounded number: no id, no address. */
export interface WatchedCall {
  platform: Platform
  /** As the limits name it, e.g. `video.init`; of a login `login.connect`, `login.refresh`, `login.revoke`. */
  operation: string
  /** What it is made for, e.g. `prepare`, `commit`, `probe`. */
  phase: string
}

/**
 * How a call ended for Publisher.
 * - `ok`: a good answer, also where it tells that a post was refused.
 * - a category: what the platform's answer, or its silence, means by that platform's table.
 * - `never-sent`: no connection came about.
 * - `held-back`: a cooldown, a pause, a window or a quota forbade it; the platform does not know of it.
 * - `stopped`: on our side, by a cancel, a shutdown, or a source that could not be read.
 */
export type CallOutcome = 'ok' | ErrorCategory | 'never-sent' | 'held-back' | 'stopped'

export interface CallEnd {
  outcome: CallOutcome
  /** Null where no answer came. */
  httpStatus: number | null
  /** The platform's own code of an error, e.g. `spam_risk_too_many_posts`. */
  platformCode?: string | undefined
  /** From the request to the end of its answer; null where none left. */
  durationMs: number | null
}

/** Is told of every call to a platform, to trace and to count them. */
export interface CallWatch {
  /** @returns what is to be called, once, when the call has ended */
  begin(call: WatchedCall): (end: CallEnd) => void
}
