import fc from 'fast-check'
import { chunkAt, planChunks } from '../../src/platforms/tiktok/chunks'
import { nextChunk } from '../../src/platforms/youtube/chunks'

const MIB = 1024 * 1024
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 4 * 1024 * MIB }),
  fc.integer({ min: 1, max: 130 * MIB }),
  // Where the rule changes: around 5, 10, 20, 64 and 128 MiB.
  fc.tuple(fc.constantFrom(5, 10, 20, 64, 128), fc.integer({ min: -2, max: 2 })).map(([mib, off]) => mib * MIB + off),
)

describe("TikTok's chunk plan", () => {
  test('obeys the Media Transfer Guide for every size from 1 byte to 4 GiB', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { chunkSizeBytes, chunkCount } = planChunks(size)
        const lastBytes = size - (chunkCount - 1) * chunkSizeBytes
        expect(chunkCount).toBe(Math.floor(size / chunkSizeBytes))
        expect(chunkCount).toBeGreaterThanOrEqual(1)
        expect(chunkCount).toBeLessThanOrEqual(1_000)
        expect(chunkSizeBytes).toBeLessThanOrEqual(64 * MIB)
        expect(lastBytes).toBeLessThanOrEqual(128 * MIB)
        if (chunkCount === 1) expect(chunkSizeBytes).toBe(size)
        else expect(chunkSizeBytes).toBeGreaterThanOrEqual(5 * MIB)
        if (size > 64 * MIB) expect(chunkCount).toBeGreaterThan(1)
      }),
      { numRuns: 2_000 },
    )
  })

  test('keeps the chunk of the commit small: at most 20 MiB and a kibibyte', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { first, last } = chunkAt(size, size, planChunks(size).chunkSizeBytes)
        expect(last).toBe(size - 1)
        expect(last - first + 1).toBeLessThanOrEqual(20 * MIB + 1024)
      }),
    )
  })

  test('its chunks cover the file once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 * MIB }), (size) => {
        const { chunkSizeBytes, chunkCount } = planChunks(size)
        let position = 0
        for (let index = 0; index < chunkCount; index++) {
          const { first, last } = chunkAt(position, size, chunkSizeBytes)
          expect(first).toBe(position)
          position = last + 1
        }
        expect(position).toBe(size)
      }),
    )
  })

  test('a file under 5 MiB is one chunk of its own size', () => {
    expect(planChunks(1)).toEqual({ chunkSizeBytes: 1, chunkCount: 1 })
    expect(planChunks(5 * MIB - 1)).toEqual({ chunkSizeBytes: 5 * MIB - 1, chunkCount: 1 })
  })
})

describe("YouTube's chunks", () => {
  test('are multiples of 256 KiB from wherever the session stopped, and always leave bytes for the commit', () => {
    const upload = fc
      .integer({ min: 1, max: 256 * 1024 ** 3 })
      .chain((total) => fc.tuple(fc.constant(total), fc.integer({ min: 0, max: total - 1 })))
    fc.assert(
      fc.property(upload, ([total, kept]) => {
        const range = nextChunk(kept, total)
        if (range === null) {
          expect(total - kept).toBeLessThanOrEqual(8 * MIB)
          return
        }
        expect(range.first).toBe(kept)
        expect((range.last - range.first + 1) % (256 * 1024)).toBe(0)
        expect(range.last).toBeLessThan(total - 1)
      }),
      { numRuns: 1_000 },
    )
  })
})
