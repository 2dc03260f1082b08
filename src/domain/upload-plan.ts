const MIB = 1_048_576

/** As much as the platform that takes most takes: YouTube, 256 GB. */
export const MAX_VIDEO_BYTES = 256 * 1_024 * MIB

/** The list of all parts fits into one request. */
export const MAX_PARTS = 500

/** Small enough to be sent again after a fault, and above R2's least of 5 MiB. */
const MIN_PART_BYTES = 16 * MIB

/** How the bytes of an upload are cut. R2 wants parts of one size, but for the last (error 10048). */
export interface UploadPlan {
  partSizeBytes: number
  /** Parts are numbered from 1 to this. */
  partCount: number
  sizeOf(number: number): number
}

/** @param sizeBytes from 1 to `MAX_VIDEO_BYTES` */
export function planUpload(sizeBytes: number): UploadPlan {
  const partSizeBytes = Math.max(MIN_PART_BYTES, Math.ceil(sizeBytes / MAX_PARTS / MIB) * MIB)
  const partCount = Math.ceil(sizeBytes / partSizeBytes)
  return {
    partSizeBytes,
    partCount,
    sizeOf: (number) => (number < partCount ? partSizeBytes : sizeBytes - (partCount - 1) * partSizeBytes),
  }
}
