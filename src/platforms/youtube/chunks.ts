import type { ByteRange } from '../byte-range'

const CHUNK_UNIT_BYTES = 256 * 1024

/** YouTube advises 8 MiB or more; small, because what is left for the commit is sent in one go. */
export const CHUNK_BYTES = 32 * CHUNK_UNIT_BYTES

/**
 * The next chunk of an upload of which YouTube keeps `keptBytes`, or null when only the rest for the commit (1 to 8 MiB)
 * is left. A chunk starts wherever YouTube stopped; only its length has to be a multiple of 256 KiB (resumable upload protocol).
 */
export function nextChunk(keptBytes: number, totalBytes: number): ByteRange | null {
  if (totalBytes - keptBytes <= CHUNK_BYTES) return null
  return { first: keptBytes, last: keptBytes + CHUNK_BYTES - 1 }
}
