import type { Fault } from '../../../sandbox/kernel/faults'
import type { CallMoment } from '../../../sandbox/kernel/watched-call'
import type { Platform } from '../../../src/domain/platform'

/** The nth call of an operation for one account, from 1. */
export interface CallName {
  operation: string
  nth: number
}

/** Strikes from the named call on, as often as `times` says. */
export type PlannedFault = CallName &
  Pick<Fault, 'kind' | 'status' | 'body' | 'delayMs' | 'retryAfterSeconds'> & { times: number }

export type CallInstant = CallName & { moment: CallMoment }

/** The kind of publish, where the usual one does not make the call in question. */
export interface Setup {
  /** The stored token is about to die, so that it is renewed first. */
  staleToken?: boolean
  /** Which of the platform's logins gave the token. */
  login?: 'facebook'
  /** The account's profile in the sandbox. */
  profile?: Record<string, unknown>
  options?: Record<string, unknown>
  /** The post has a thumbnail of its own. */
  thumbnail?: true
}

/** One publish, and everything that shall go wrong with it. */
export interface Plan {
  title: string
  platform: Platform
  sizeBytes: number
  setup: Setup
  faults: PlannedFault[]
  /** When the worker is killed by signal 9. */
  kill?: CallInstant
  /** When the job is cancelled by hand. */
  cancel?: CallInstant
  /** The call that the plan is about: without it the run has proved nothing. */
  aim?: CallName
}
