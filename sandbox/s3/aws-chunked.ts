import { S3Error } from './errors'

const LINE_BREAK = '\r\n'
const MAX_LINE_BYTES = 16_384

/**
 * Takes the `aws-chunked` framing off a body: each chunk is a line with its size in hex, the bytes and a line break; a chunk of
 * size 0 ends the data and headers may follow, which land in `trailer` (names in lower case). Chunk signatures are not checked.
 * @throws S3Error `InvalidRequest` on broken framing, `IncompleteBody` when the last chunk never came.
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Buffer>,
  trailer: Map<string, string>,
): AsyncGenerator<Buffer, void> {
  let pending: Buffer = Buffer.alloc(0)
  let missingBytes = 0
  let dataEnded = false
  for await (const piece of body) {
    pending = pending.length ? Buffer.concat([pending, piece]) : piece
    for (;;) {
      if (missingBytes > 0) {
        const data = pending.subarray(0, missingBytes)
        pending = pending.subarray(data.length)
        missingBytes -= data.length
        if (data.length) yield data
        if (missingBytes > 0) break
      }
      const lineEnd = pending.indexOf(LINE_BREAK)
      if (lineEnd < 0) break
      const line = pending.toString('latin1', 0, lineEnd)
      pending = pending.subarray(lineEnd + LINE_BREAK.length)
      if (dataEnded) readTrailer(line, trailer)
      else if (line !== '') dataEnded = (missingBytes = chunkSize(line)) === 0
    }
    if (pending.length > MAX_LINE_BYTES) throw new S3Error('InvalidRequest', 'A chunk header is too long.')
  }
  if (!dataEnded) throw new S3Error('IncompleteBody')
}

function chunkSize(line: string): number {
  const [, hex] = /^([0-9a-f]{1,8})(?:;.*)?$/i.exec(line) ?? []
  if (hex === undefined) throw new S3Error('InvalidRequest', 'A chunk header is malformed.')
  return Number.parseInt(hex, 16)
}

function readTrailer(line: string, trailer: Map<string, string>): void {
  const colon = line.indexOf(':')
  if (colon > 0) trailer.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
}
