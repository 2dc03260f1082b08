const MIB = 1024 * 1024
const MIN_CHUNK_BYTES = 5 * MIB
const MAX_CHUNK_BYTES = 64 * MIB
const MAX_CHUNKS = 1000

export interface ChunkPlan {
  sizeBytes: number
  chunkSizeBytes: number
  chunkCount: number
}

/**
 * The rule of TikTok's media transfer guide that a plan breaks, or null. The count is the floor: what remains is merged
 * into the last chunk, which may so reach almost twice the chunk size.
 */
export function chunkPlanFault({ sizeBytes, chunkSizeBytes, chunkCount }: ChunkPlan): string | null {
  if (sizeBytes < MIN_CHUNK_BYTES) {
    return chunkSizeBytes === sizeBytes && chunkCount === 1
      ? null
      : 'a video smaller than 5 MB must be uploaded as one chunk of its own size'
  }
  if (chunkSizeBytes < MIN_CHUNK_BYTES || chunkSizeBytes > MAX_CHUNK_BYTES) return 'chunk_size must be 5 MB to 64 MB'
  if (chunkCount !== Math.floor(sizeBytes / chunkSizeBytes)) {
    return 'total_chunk_count must be video_size divided by chunk_size, rounded down'
  }
  if (chunkCount < 1 || chunkCount > MAX_CHUNKS) return 'total_chunk_count must be 1 to 1000'
  if (sizeBytes > MAX_CHUNK_BYTES && chunkCount === 1) return 'a video over 64 MB must be uploaded in multiple chunks'
  return null
}

/** The last byte (inclusive) of the chunk that starts at `first`, or null where no chunk starts. */
export function lastByteOfChunk({ sizeBytes, chunkSizeBytes, chunkCount }: ChunkPlan, first: number): number | null {
  const index = first / chunkSizeBytes
  if (!Number.isInteger(index) || index >= chunkCount) return null
  return index === chunkCount - 1 ? sizeBytes - 1 : first + chunkSizeBytes - 1
}
