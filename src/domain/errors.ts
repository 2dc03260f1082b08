/**
 * What an error means for a publish, whatever platform it came from.
 * - `unknown-outcome`: a commit may or may not have happened; only a probe may decide.
 * - `transient`: the same step may be repeated.
 * - `rate-limited`, `quota`: not before `until`.
 * - `auth`: the token or the grant; renewed once, then the user must reconnect.
 * - `media`, `policy`, `configuration`: a definite refusal; repeating it changes nothing.
 */
export type ErrorCategory =
  | 'transient'
  | 'rate-limited'
  | 'quota'
  | 'auth'
  | 'media'
  | 'policy'
  | 'configuration'
  | 'unknown-outcome'
  | 'internal'

/** What a platform's answer stops: calls of the account, or of every account of the app. Reads pass a stop of `writes`. */
export interface Cooldown {
  scope: 'writes' | 'all'
  reach: 'account' | 'app'
  /** How long, where the problem has no `untilMs`. */
  lastsMs?: number
  /** The window of calls whose limit, which the platform does not tell, this answer shows to be reached. */
  teaches?: { name: string; windowMs: number }
  /** An account that has a place of the last 24 hours in one of these windows is not stopped: the limit has counted it already. */
  spares?: readonly string[]
}

/** An error as callers and operators see it. Holds no secret and no raw provider body. */
export interface Problem {
  /** Stable, kebab-case: programs decide by it. */
  code: string
  category: ErrorCategory
  /** One sentence for people. */
  message: string
  /** What the reader can do about it. */
  remedy: string
  /** Epoch ms before which the same call must not be made again. */
  untilMs?: number
  /** What else must not be called until then. */
  cooldown?: Cooldown
  /** The platform's own code, e.g. `spam_risk_too_many_posts` or `9/2207042`. */
  platformCode?: string
  /** The platform's request id (`log_id`, `fbtrace_id`, …), for its support. */
  platformRequestId?: string
}

/** A problem that stops more than the call whose answer told it. */
export type Limit = Problem & { cooldown: Cooldown }

export const isLimiting = (problem: Problem): problem is Limit => problem.cooldown !== undefined

/** Thrown by adapters, stores and rules; one interceptor turns it into a Temporal failure, one table into an HTTP answer. */
export class PublishError extends Error {
  override readonly name = 'PublishError'
  /** What an unanswered commit has told nevertheless: belongs to the reference of its checkpoint. Holds no secret. */
  readonly learnt: Record<string, string> | undefined
  /** The request provably never left: it has cost nothing and changed nothing. */
  readonly neverSent: boolean
  /** What the answer told of a limit, also where it leaves open whether a commit has happened. */
  readonly limit: Limit | undefined

  constructor(
    readonly problem: Problem,
    options?: { cause?: unknown; learnt?: Record<string, string>; neverSent?: boolean; limit?: Limit },
  ) {
    super(problem.message, options)
    this.learnt = options?.learnt
    this.neverSent = options?.neverSent ?? false
    this.limit = options?.limit
  }
}

/** One broken rule of a request: all of them are told at once. */
export interface Violation {
  /** RFC 6901 pointer into the request body, e.g. `/targets/0/caption`. */
  pointer: string
  code: string
  message: string
}

/** Something about a post that exists: it is not as it was asked for. Never a reason to publish again. */
export type Warning = Pick<Problem, 'code' | 'message' | 'remedy'>

/** The code of the warning that something of a post, such as its public id, was not told in time. */
export const POST_UNFINISHED = 'post-unfinished'

/** A definite refusal: nothing was published and nothing will be by repeating the request as it is. */
export const isDefiniteRefusal = (category: ErrorCategory): boolean =>
  category === 'media' || category === 'policy' || category === 'configuration'
