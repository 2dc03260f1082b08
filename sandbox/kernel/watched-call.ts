import type { Platform } from './platform'

/** A call as whoever started the sandbox in its own process sees it: the same object at each of its moments. */
export interface WatchedCall {
  platform: Platform
  operation: string
  accountId: string | null
  contentRange: string | null
}

/** `arrived`: known by its name, nothing is done yet. `done`: whatever comes of it has happened, and the answer is still here. */
export type CallMoment = 'arrived' | 'done'

/** Called at each moment of every call and awaited there: so a test holds a call still while it does something else. */
export type OnCall = (call: WatchedCall, moment: CallMoment) => Promise<void> | void
