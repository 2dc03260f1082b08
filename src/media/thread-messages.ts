import type { Inspection } from '../domain/ports/inspection'

/** What the library made of a file; whether its numbers can be, nobody has looked at yet. */
export type Reading =
  | { outcome: 'read'; inspection: Inspection }
  | { outcome: 'not-a-video' | 'no-video-track' | 'unreadable' }
  | { outcome: 'container-not-supported'; container: string }

/** Reads are answered in the order of asking. */
export type ToThread = { type: 'inspect'; sizeBytes: number } | { type: 'bytes'; bytes: Uint8Array }

/** Both ends of a range included. */
export type FromThread =
  { type: 'ready' } | { type: 'read'; first: number; last: number } | { type: 'done'; reading: Reading }
