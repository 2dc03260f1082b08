import type { ObjectSource } from '../domain/ports/platform'
import { refused, TOO_COSTLY } from './faults'

/** All that the inspection of one object may read: enough for the index of many hours. */
export const MAX_READ_BYTES = 32 * 1024 ** 2

/** The least that one request brings, so that the bytes bound the requests too: to some two thousand. */
const BLOCK_BYTES = 16 * 1024

/** Both ends included. */
export type ReadRange = (first: number, last: number) => Promise<Uint8Array>

/**
 * Reads ranges of an object, with what follows them: containers are read in small steps. Keeps the last block only.
 * @throws PublishError `inspection-too-costly` where more is asked than one inspection may read
 */
export function createBlockReader(source: Pick<ObjectSource, 'read' | 'sizeBytes'>, signal: AbortSignal): ReadRange {
  let leftBytes = MAX_READ_BYTES
  let block = { first: 0, bytes: new Uint8Array(0) }

  async function fetchBlock(first: number, last: number): Promise<void> {
    const length = Math.min(Math.max(last - first + 1, BLOCK_BYTES), source.sizeBytes - first)
    leftBytes -= length
    if (leftBytes < 0) throw refused(TOO_COSTLY)
    const bytes = new Uint8Array(length)
    let at = 0
    for await (const chunk of await source.read(first, first + length - 1, signal)) {
      bytes.set(chunk, at)
      at += chunk.byteLength
    }
    block = { first, bytes }
  }

  return async (first, last) => {
    if (first < block.first || last >= block.first + block.bytes.length) await fetchBlock(first, last)
    return block.bytes.slice(first - block.first, last + 1 - block.first)
  }
}
