import { createHash } from 'node:crypto'
import { request } from 'undici'

export interface Download {
  bytes: number
  /** Hex. */
  sha256: string
}

/** The host of a URL answered with something that is no video. */
export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused'
}

const MEDIA_TYPES = /^(video\/|application\/octet-stream\b|binary\/octet-stream\b)/

/**
 * Fetches a video as a platform does that is given its URL: no redirect is followed, the bytes are counted and hashed, never held.
 * @throws DownloadRefused on anything but 200 and a video; other errors where the connection broke or `signal` fired.
 */
export async function download(
  url: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (received: number) => void },
): Promise<Download> {
  const { statusCode, headers, body } = await request(url, { signal })
  if (statusCode !== 200 || !MEDIA_TYPES.test(String(headers['content-type'] ?? 'video/mp4'))) {
    body.on('error', () => undefined).destroy()
    throw new DownloadRefused(`HTTP ${statusCode}, ${String(headers['content-type'])}`)
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
    onBytes(bytes)
  }
  return { bytes, sha256: hash.digest('hex') }
}
