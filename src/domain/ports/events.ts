import type { CheckpointReference } from './platform'

/** A request by which a platform tells something of its own accord, as it arrived. */
export interface Delivery {
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  bytes: Uint8Array
}

interface Told {
  /** The platform's own name of it. */
  name: string
  /** SHA-256 of what was signed, in hex: every delivery of the event has the same. */
  digest: string
  occurredAtMs: number
  /** The platform's name of the account that it is about. */
  accountId: string
}

/**
 * What a platform has told.
 * - `authorization-removed`: the grant is gone.
 * - `post-changed`: worth asking what has become of an upload, of which `task` names what the event names (nothing of it:
 *   any of the account's). Never a verdict. `frees` are the call windows that the upload has left with it.
 * - `unknown`: nothing that Publisher acts on.
 */
export type PlatformEvent =
  | (Told & { kind: 'authorization-removed' | 'unknown' })
  | (Told & { kind: 'post-changed'; task: CheckpointReference; postId: string | null; frees: readonly string[] })

/**
 * - `webhook-signature-invalid`: not from the platform, or not for our app.
 * - `webhook-too-old`: signed at another time, past or future.
 * - `webhook-malformed`: signed, and nothing that the platform's documents know.
 */
export type DeliveryRefusal = 'webhook-signature-invalid' | 'webhook-too-old' | 'webhook-malformed'

/** Checks a delivery and reads it; nothing of it is believed before its signature is. Pure. */
export type ReadEvent = (delivery: Delivery, nowMs: number) => PlatformEvent | { refusal: DeliveryRefusal }

/** The platforms that tell events. */
export type EventReaders = Record<'TIKTOK' | 'INSTAGRAM', ReadEvent>
