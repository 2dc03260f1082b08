export interface Box {
  name: string
  /** With its header. */
  bytes: Uint8Array
}

/** The outermost boxes of an MP4 or MOV. */
export function boxesOf(file: Uint8Array): Box[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const boxes: Box[] = []
  for (let at = 0; at < file.length;) {
    const size = view.getUint32(at) === 1 ? Number(view.getBigUint64(at + 8)) : view.getUint32(at)
    boxes.push({ name: nameOf(file, at), bytes: file.subarray(at, at + size) })
    at += size
  }
  return boxes
}

/** The header of a box that claims to have so many bytes with it. */
export function largeBox(name: string, sizeBytes: number): Uint8Array {
  const header = Buffer.alloc(16)
  header.writeUInt32BE(1)
  header.write(name, 4, 'latin1')
  header.writeBigUInt64BE(BigInt(sizeBytes), 8)
  return header
}

const nameOf = (file: Uint8Array, at: number): string => Buffer.from(file.subarray(at + 4, at + 8)).toString('latin1')
