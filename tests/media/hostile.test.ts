import { createInspector } from '../../src/media/inspect-object'
import { boxesOf, largeBox } from './boxes'
import { fileOf, sourceOf, verdictOn } from './byte-source'
import { makeVideo } from './made-video'
import { mutate, randomOf } from './mutate'

const GIB = 1024 ** 3
// Patient enough for every file that is in order.
const inspect = createInspector(1_000)

test.each([2, 10])('an index at the end of %d GiB takes a handful of small reads', async (gib) => {
  const [ftyp, , moov] = boxesOf(await makeVideo({ index: 'last', audioCodec: 'aac' }))
  if (!ftyp || !moov) throw new Error('no such boxes')
  const mdat = largeBox('mdat', gib * GIB)
  const source = sourceOf(
    ftyp.bytes.length + gib * GIB + moov.bytes.length,
    { at: 0, bytes: ftyp.bytes },
    { at: ftyp.bytes.length, bytes: mdat },
    { at: ftyp.bytes.length + gib * GIB, bytes: moov.bytes },
  )
  expect(await verdictOn(inspect, source)).toMatchObject({ format: 'mp4', videoCodec: 'avc', audioCodec: 'aac' })
  expect(source.reads.length).toBeLessThan(8)
  expect(Math.max(...source.reads)).toBeLessThanOrEqual(16 * 1024)
})

test('an index that claims gigabytes is not even begun', async () => {
  const [ftyp] = boxesOf(await makeVideo())
  if (!ftyp) throw new Error('no such box')
  const source = sourceOf(
    ftyp.bytes.length + 3 * GIB,
    { at: 0, bytes: ftyp.bytes },
    { at: ftyp.bytes.length, bytes: largeBox('moov', 3 * GIB) },
  )
  expect(await verdictOn(inspect, source)).toBe('inspection-too-costly')
  expect(source.reads).toHaveLength(1)
})

test('a table that claims billions of frames ends with its thread, and the next file is read as ever', async () => {
  const bytes = await makeVideo({ reordered: true, frames: 91 })
  const at = Buffer.from(bytes).indexOf('stts')
  // Version and flags, how many runs, and of the first run how many frames.
  new DataView(bytes.buffer).setUint32(at + 12, 0xffff_ffff)
  expect(await verdictOn(inspect, fileOf(bytes))).toBe('inspection-too-costly')
  expect(await verdictOn(inspect, fileOf(await makeVideo()))).toMatchObject({ format: 'mp4' })
})

test('fragments without end cost no more than an inspection may', async () => {
  const [ftyp, moov, moof] = boxesOf(await makeVideo({ index: 'fragmented' }))
  if (!ftyp || !moov || !moof) throw new Error('no such boxes')
  const head = Buffer.concat([ftyp.bytes, moov.bytes])
  const fragment = Buffer.concat([moof.bytes, largeBox('mdat', 100_000)])
  const strideBytes = moof.bytes.length + 100_000
  const fragments = Array.from({ length: 3_000 }, (_, n) => ({ at: head.length + n * strideBytes, bytes: fragment }))
  const source = sourceOf(head.length + fragments.length * strideBytes, { at: 0, bytes: head }, ...fragments)
  expect(await verdictOn(inspect, source)).toBe('inspection-too-costly')
  expect(source.reads.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(32 * 1024 ** 2)
})

test('500 damaged files end in a reading or a named fault, each', async () => {
  const random = randomOf(20_261_124)
  const originals = await Promise.all([
    makeVideo({ audioCodec: 'aac' }),
    makeVideo({ index: 'last', container: 'mov' }),
    makeVideo({ index: 'fragmented' }),
    makeVideo({ container: 'webm', videoCodec: 'vp9', audioCodec: 'opus' }),
  ])
  const verdicts: unknown[] = []
  for (let n = 0; n < 500; n++) {
    const original = originals[n % originals.length] ?? new Uint8Array()
    verdicts.push(await verdictOn(inspect, fileOf(mutate(original, random))))
  }
  const faults = verdicts.filter((verdict) => typeof verdict === 'string')
  const known = [
    'not-a-video',
    'no-video-track',
    'container-not-supported',
    'truncated',
    'damaged',
    'inspection-too-costly',
  ]
  expect(known).toEqual(expect.arrayContaining([...new Set(faults)]))
  expect(faults.length).toBeGreaterThan(100)
})
