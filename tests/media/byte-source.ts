import { PublishError } from '../../src/domain/errors'
import type { InspectObject } from '../../src/domain/ports/inspection'
import type { ObjectSource } from '../../src/domain/ports/platform'

export interface ByteSource extends Pick<ObjectSource, 'read' | 'sizeBytes'> {
  /** The length of every range that was read. */
  readonly reads: number[]
}

/** An object whose bytes lie at a few places, and are zeros between them. */
export function sourceOf(sizeBytes: number, ...pieces: { at: number; bytes: Uint8Array }[]): ByteSource {
  const reads: number[] = []
  return {
    sizeBytes,
    reads,
    read(first, last, signal) {
      signal.throwIfAborted()
      if (!(first >= 0 && first <= last && last < sizeBytes)) throw new RangeError(`There is no ${first}-${last}.`)
      reads.push(last - first + 1)
      const bytes = new Uint8Array(last - first + 1)
      for (const piece of pieces) {
        const from = Math.max(first, piece.at)
        const to = Math.min(last + 1, piece.at + piece.bytes.length)
        if (from < to) bytes.set(piece.bytes.subarray(from - piece.at, to - piece.at), from - first)
      }
      return Promise.resolve(inHalves(bytes))
    },
  }
}

export const fileOf = (bytes: Uint8Array): ByteSource => sourceOf(bytes.length, { at: 0, bytes })

async function* inHalves(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = bytes.length >> 1
  yield bytes.subarray(0, half)
  yield await Promise.resolve(bytes.subarray(half))
}

/** What is made of it: what was read, or the code of its fault. */
export async function verdictOn(inspect: InspectObject, source: ByteSource) {
  try {
    return await inspect(source, AbortSignal.timeout(60_000))
  } catch (error) {
    if (error instanceof PublishError && error.problem.category === 'media') return error.problem.code
    throw error
  }
}
