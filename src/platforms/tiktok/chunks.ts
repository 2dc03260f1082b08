import type { ByteRange } from '../byte-range'

const MIB = 1024 * 1024

/** Between TikTok's 5 MiB and 64 MiB; small, because the last chunk is the commit and has to be sent in one go. */
const TARGET_CHUNK_BYTES = 10 * MIB

/** How a file is announced to TikTok: `chunkCount` is floor(size / chunkSize), and the remainder rides in the last chunk. */
export interface ChunkPlan {
  chunkSizeBytes: number
  chunkCount: number
}

/**
 * Equal chunks of 10 to 20 MiB, so that the last one exceeds the others by less than a kibibyte; a file under 20 MiB is one
 * chunk of exactly its size. Rules: Content Posting API, "Media Transfer Guide" (5 to 64 MB, last up to 128 MB, 1 to 1,000 chunks).
 */
export function planChunks(sizeBytes: number): ChunkPlan {
  const chunkCount = Math.max(1, Math.floor(sizeBytes / TARGET_CHUNK_BYTES))
  return { chunkSizeBytes: Math.floor(sizeBytes / chunkCount), chunkCount }
}

/** The range of the chunk that holds byte `position` when `sizeBytes` were announced with `chunkSizeBytes`. */
export function chunkAt(position: number, sizeBytes: number, chunkSizeBytes: number): ByteRange {
  const lastIndex = Math.floor(sizeBytes / chunkSizeBytes) - 1
  const index = Math.min(Math.floor(position / chunkSizeBytes), lastIndex)
  const first = index * chunkSizeBytes
  return { first, last: index === lastIndex ? sizeBytes - 1 : first + chunkSizeBytes - 1 }
}
