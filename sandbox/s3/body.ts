import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { crc32 } from 'node:zlib'
import { decodeAwsChunked } from './aws-chunked'
import { S3Error } from './errors'

export interface BodyFacts {
  sizeBytes: number
  /** Hex. */
  md5: string
}

const MAX_DOCUMENT_BYTES = 4 * 1_048_576

/**
 * Streams a request's body to a file.
 * @throws S3Error when the body is not what length, hash or checksum headers (or trailers) said it would be.
 */
export async function receiveFile(request: IncomingMessage, path: string): Promise<BodyFacts> {
  const { headers } = request
  if (headers['content-length'] === undefined && headers['x-amz-decoded-content-length'] === undefined)
    throw new S3Error('MissingContentLength')
  const file = await open(path, 'wx')
  try {
    return await receive(request, async (bytes) => {
      await file.writeFile(bytes)
    })
  } finally {
    await file.close()
  }
}

/** Reads a request's XML document. @throws S3Error as `receiveFile`, and `MalformedXML` when it is too large to be one. */
export async function receiveDocument(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  await receive(request, (bytes) => {
    sizeBytes += bytes.length
    if (sizeBytes > MAX_DOCUMENT_BYTES) throw new S3Error('MalformedXML')
    pieces.push(bytes)
  })
  return Buffer.concat(pieces).toString('utf8')
}

async function receive(request: IncomingMessage, write: (bytes: Buffer) => Promise<void> | void): Promise<BodyFacts> {
  const { headers } = request
  const payloadHash = String(headers['x-amz-content-sha256'] ?? '')
  const trailer = new Map<string, string>()
  // The request must outlive a fault found in its middle, or its sender would never read the answer.
  const raw = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  const body = payloadHash.startsWith('STREAMING-') ? decodeAwsChunked(raw, trailer) : raw

  const md5 = createHash('md5')
  const sha256 = createHash('sha256')
  let crc = 0
  let sizeBytes = 0
  for await (const bytes of body) {
    sizeBytes += bytes.length
    md5.update(bytes)
    sha256.update(bytes)
    crc = crc32(bytes, crc)
    await write(bytes)
  }

  const digests = { md5: md5.digest(), sha256: sha256.digest(), crc32: bigEndian(crc) }
  const claimed = (name: string): string | undefined => headers[name]?.toString() ?? trailer.get(name)
  const decodedLength = claimed('x-amz-decoded-content-length')
  if (decodedLength !== undefined && Number(decodedLength) !== sizeBytes) throw new S3Error('IncompleteBody')
  if (/^[0-9a-f]{64}$/.test(payloadHash) && payloadHash !== digests.sha256.toString('hex'))
    throw new S3Error('XAmzContentSHA256Mismatch')
  checkDigests(digests, claimed)
  return { sizeBytes, md5: digests.md5.toString('hex') }
}

function checkDigests(
  digests: Record<'md5' | 'sha256' | 'crc32', Buffer>,
  claimed: (name: string) => string | undefined,
): void {
  const claims = [
    [claimed('content-md5'), digests.md5],
    [claimed('x-amz-checksum-sha256'), digests.sha256],
    [claimed('x-amz-checksum-crc32'), digests.crc32],
  ] as const
  for (const [claim, digest] of claims)
    if (claim !== undefined && claim !== digest.toString('base64')) throw new S3Error('BadDigest')
  for (const name of ['x-amz-checksum-crc32c', 'x-amz-checksum-sha1', 'x-amz-checksum-crc64nvme'])
    if (claimed(name) !== undefined) throw new S3Error('NotImplemented', `${name} is not implemented.`)
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
