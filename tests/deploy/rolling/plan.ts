import { PLATFORMS, type Platform } from '../../../src/domain/platform'
import { COMMIT } from '../../support/moments'

const MIB = 1024 * 1024

/** A publish of the deploy, on an account of its own. */
export interface PlannedPublish {
  platform: Platform
  sizeBytes: number
  /** How long after the start its instant is; null: at once. Held: far away, until it is published by hand. */
  afterMs: number | null | 'held'
  /** How long its platform takes over the video. */
  processingSeconds: number
  /** The first call of an operation does what it is asked and its answer is lost. */
  lostAnswer: string | null
}

const OPENING: Record<Platform, string> = { TIKTOK: 'video.init', INSTAGRAM: 'media.create', YOUTUBE: 'session.start' }

/** One chunk, some, and many: on TikTok of 10 MiB, on YouTube of 8. */
const SIZES_BYTES = [300_000, 300_000, 2 * MIB, 22 * MIB, 42 * MIB]

/**
 * A mix of publishes that takes about `spreadMs`: a third is scheduled, every fourth is held, every tenth loses the answer
 * to its commit, every tenth another one. The same for the same seed.
 */
export function planPublishes(count: number, seed: number, spreadMs: number): PlannedPublish[] {
  return Array.from({ length: count }, (_none, index) => {
    const share = (salt: number) => fraction(seed, index, salt)
    const platform = pick(PLATFORMS, index / PLATFORMS.length - Math.floor(index / PLATFORMS.length))
    return {
      platform,
      sizeBytes: pick(SIZES_BYTES, share(1)),
      afterMs: index % 4 === 3 ? 'held' : share(2) < 1 / 3 ? Math.floor(share(3) * spreadMs) : null,
      processingSeconds: Math.ceil((share(4) * spreadMs) / 2_000),
      lostAnswer: share(5) < 0.1 ? COMMIT[platform] : share(5) < 0.2 ? OPENING[platform] : null,
    }
  })
}

function pick<T>(list: readonly T[], share: number): T {
  const item = list[Math.floor(share * list.length + 1e-9)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** A number from 0 to 1 that a seed, an index and a salt always give (the finaliser of MurmurHash3). */
function fraction(seed: number, index: number, salt: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
