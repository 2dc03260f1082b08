import type { Writable } from 'node:stream'
import type { JobState } from '../../database/job-events'
import { KEEP_ALIVE, PREAMBLE } from './frames'

/** So much may lie unread: whoever reads no faster is cut off, and resumes where it was. */
const MAX_UNREAD_BYTES = 1024 * 1024

/** How long the last words of a stream may take. */
const FAREWELL_MS = 10_000

/** One open stream, and how much of its job it has been told. */
export interface Follower {
  readonly keyId: string
  /** Of the last event that it knows. */
  readonly lastId: bigint
  /** Tells a state, unless it is known. */
  tellState(state: Pick<JobState, 'id'>, frame: Buffer): void
  tellProgress(bytesSent: bigint, frame: Buffer): void
  keepAlive(): void
  end(): void
}

/** @param lastId of the last event that the follower knows; 0: of none */
export function createFollower(sink: Writable, keyId: string, lastId: bigint): Follower {
  let bytesSent = 0n

  const write = (frame: Buffer) => {
    if (sink.writableEnded || sink.destroyed) return
    sink.write(frame)
    if (sink.writableLength > MAX_UNREAD_BYTES) sink.destroy()
  }
  write(PREAMBLE)

  return {
    keyId,
    get lastId() {
      return lastId
    },
    tellState({ id }, frame) {
      if (id !== null && id <= lastId) return
      lastId = id ?? lastId
      write(frame)
    },
    tellProgress(bytes, frame) {
      if (bytes === bytesSent) return
      bytesSent = bytes
      write(frame)
    },
    keepAlive: () => write(KEEP_ALIVE),
    end() {
      sink.end()
      const cutOff = setTimeout(() => sink.destroy(), FAREWELL_MS).unref()
      sink.once('close', () => clearTimeout(cutOff))
    },
  }
}
