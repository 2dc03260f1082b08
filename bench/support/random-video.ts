import { createHash, randomFillSync } from 'node:crypto'
import { Readable } from 'node:stream'

export interface RandomVideo {
  content: Readable
  /** Of all bytes, hex; known once they were read. */
  sha256(): string
}

const PART_BYTES = 1024 * 1024

/** A file of random bytes that never exists as a whole. */
export function randomVideo(sizeBytes: number): RandomVideo {
  const hash = createHash('sha256')
  function* parts(): Generator<Buffer> {
    for (let leftBytes = sizeBytes; leftBytes > 0; leftBytes -= PART_BYTES) {
      const part = randomFillSync(Buffer.allocUnsafe(Math.min(PART_BYTES, leftBytes)))
      hash.update(part)
      yield part
    }
  }
  return { content: Readable.from(parts(), { objectMode: false }), sha256: () => hash.digest('hex') }
}
