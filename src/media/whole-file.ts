import type { ReadRange } from './block-reader'
import { MAX_READ_BYTES } from './block-reader'
import { NOT_A_VIDEO, refused, TOO_COSTLY, TRUNCATED } from './faults'

/** The library overlooks what lies behind the index; files that were cut off there play, and end too soon. */
const MAX_BOXES = 64
const HEADER_BYTES = 16

const EBML = 0x1a45dfa3
const SEGMENT = 0x18538067

/**
 * Looks at the outermost parts of a file, whose sizes tell whether all of it is there. What is neither kind passes.
 * @throws PublishError `not-a-video` where there is next to nothing, `truncated`, `inspection-too-costly`
 */
export async function checkWhole(read: ReadRange, sizeBytes: number): Promise<void> {
  if (sizeBytes < HEADER_BYTES) throw refused(NOT_A_VIDEO)
  const head = viewOf(await read(0, HEADER_BYTES - 1))
  if (nameOf(head) === 'ftyp') return checkBoxes(read, sizeBytes)
  if (head.getUint32(0) === EBML) return checkSegment(read, sizeBytes)
}

/** ISO/IEC 14496-12, 4.2. Fragments follow each other by the thousand: the first one ends the look. */
async function checkBoxes(read: ReadRange, sizeBytes: number): Promise<void> {
  let hasIndex = false
  let at = 0
  for (let boxes = 0; at + HEADER_BYTES <= sizeBytes && boxes < MAX_BOXES; boxes++) {
    const header = viewOf(await read(at, at + HEADER_BYTES - 1))
    const size = boxSizeOf(header) ?? sizeBytes - at
    const name = nameOf(header)
    if (size < 8 || name === 'moof') break
    if (at + size > sizeBytes) throw refused(TRUNCATED)
    if (name === 'moov' && size > MAX_READ_BYTES) throw refused(TOO_COSTLY)
    hasIndex ||= name === 'moov'
    at += size
  }
  if (!hasIndex) throw refused(TRUNCATED)
}

/** RFC 8794 and RFC 9559: the EBML header, then one segment with everything else; one of unknown size lasts to the end. */
async function checkSegment(read: ReadRange, sizeBytes: number): Promise<void> {
  const header = sizeOfElement(viewOf(await read(0, HEADER_BYTES - 1)))
  const at = header.contentAt + (header.size ?? 0)
  if (at + HEADER_BYTES > sizeBytes) throw refused(TRUNCATED)
  const view = viewOf(await read(at, at + HEADER_BYTES - 1))
  if (view.getUint32(0) !== SEGMENT) return
  const segment = sizeOfElement(view)
  if (segment.size !== null && at + segment.contentAt + segment.size > sizeBytes) throw refused(TRUNCATED)
}

/** Null: to the end of the file. */
function boxSizeOf(header: DataView): number | null {
  const size = header.getUint32(0)
  if (size === 0) return null
  return size === 1 ? Number(header.getBigUint64(8)) : size
}

/** Of an element whose id has four bytes. Its size is a number of up to eight bytes, led by as many bits as it has bytes. */
function sizeOfElement(view: DataView): { contentAt: number; size: number | null } {
  const first = view.getUint8(4)
  const length = Math.clz32(first) - 23
  if (length > 8) return { contentAt: 5, size: null }
  let size = first & (0xff >> length)
  let isUnknown = size === 0xff >> length
  for (let at = 5; at < 4 + length; at++) {
    size = size * 256 + view.getUint8(at)
    isUnknown &&= view.getUint8(at) === 0xff
  }
  return { contentAt: 4 + length, size: isUnknown ? null : size }
}

const nameOf = (header: DataView): string => String.fromCharCode(...[4, 5, 6, 7].map((at) => header.getUint8(at)))

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
