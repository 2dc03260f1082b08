import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { ObjectSource } from '../../src/domain/ports/platform'

export interface MemorySource extends ObjectSource {
  /** Of all bytes, hex. */
  readonly sha256: string
  /** Every range that was read, `first-last`. */
  readonly reads: string[]
  stop(): Promise<void>
}

const PART_BYTES = 256 * 1024

/** A video of random bytes, read in parts as from R2 and served by HTTP for platforms that fetch it themselves. */
export async function startMemorySource(sizeBytes: number): Promise<MemorySource> {
  const bytes = randomBytes(sizeBytes)
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'video/mp4' }).end(bytes),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const reads: string[] = []
  return {
    sizeBytes,
    contentType: 'video/mp4',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    reads,
    read: (first, last) => {
      reads.push(`${first}-${last}`)
      return Promise.resolve(Readable.from(parts(bytes.subarray(first, last + 1))))
    },
    presignedUrl: () => Promise.resolve(`http://127.0.0.1:${port}/video.mp4`),
    publicUrl: `http://127.0.0.1:${port}/video.mp4`,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function* parts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES)
}
