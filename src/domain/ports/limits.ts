import type { Cooldown, Problem } from '../errors'
import type { Platform } from '../platform'

/** So many calls of one account at most within any `windowMs`. */
export interface CallWindow {
  /** As TikTok and Instagram name the call, e.g. `video.init`. */
  name: string
  /** Null: not told by the platform; learnt from its refusals. */
  limit: number | null
  windowMs: number
  /** Only what the platform takes on counts: a refused call gives its place back. Absent: whatever is sent counts. */
  counts?: 'accepted'
  /** The call is of use only where a place is free, and takes none itself. */
  looksOnly?: true
  /** What a job that waits for a place is told; absent: that calls are limited. */
  whenFull?: Pick<Problem, 'code' | 'message' | 'remedy'>
}

/** A call to a platform for one account, as limits see it. */
export interface PlatformCall {
  platform: Platform
  /** TikTok open_id, Instagram user id, YouTube channel id. */
  platformUserId: string
  /** The name of the endpoint, for people who look for the reason of a cooldown. */
  operation: string
  /** `write`: a step towards a post. `read`: a probe or what follows a post; it passes a cooldown of scope `writes`. */
  effect: 'read' | 'write'
  /** In which the call counts. */
  windows: readonly CallWindow[]
}

/** Stands before every call to a platform: nothing is sent that a cooldown, a pause or a window forbids. */
export interface CallGate {
  /**
   * Takes the call's place in its windows, in one statement with the look at cooldowns.
   * @returns the instant under which it counts there
   * @throws PublishError `neverSent`, category `rate-limited`, with the code, the sentence and the end of what forbids it
   */
  admit(call: PlatformCall): Promise<number>
  /** The places that a call took are free again: it has come to nothing. Doing it again changes nothing. */
  giveBack(call: PlatformCall, calledAtMs: number): Promise<void>
  /** Writes the cooldown of a problem that the platform's answer told, and what it teaches about the call's windows. */
  hold(call: PlatformCall, problem: Problem & { cooldown: Cooldown }): Promise<void>
}

/** The reason of every pause, and of the jobs that wait for its end; no platform's cooldown has it. */
export const PAUSED = 'paused'

/** What must not be called for a while, as operators and callers see it. */
export interface ActiveCooldown {
  id: string
  platform: Platform
  /** Null: every account of the app there. */
  platformUserId: string | null
  scope: Cooldown['scope']
  /** The code of the problem, or `PAUSED`. */
  reason: string
  message: string
  remedy: string
  /** Ids and codes only; of a pause, `pausedBy`. */
  evidence: Record<string, unknown>
  /** Null: until it is resumed. */
  untilMs: number | null
  sinceMs: number
}

export interface Pause {
  platform: Platform
  /** Null: every account of the app there. */
  platformUserId: string | null
  scope: Cooldown['scope']
  /** The operator's words. */
  reason: string
  untilMs: number | null
  pausedBy: string
}

/** Cooldowns and pauses as people see and make them. */
export interface Cooldowns {
  /** With a `platformUserId`, and its platform: all that holds this account, that of every account too. The oldest first. */
  active(filter: { platform?: Platform; platformUserId?: string }, nowMs: number): Promise<ActiveCooldown[]>
  /** A second pause of the same thing takes the place of the first. */
  pause(pause: Pause): Promise<ActiveCooldown>
  /** @returns the pause with its end, now; null where there is no such pause (any more); a platform's own cooldown cannot be ended by hand */
  resume(id: string): Promise<ActiveCooldown | null>
}
