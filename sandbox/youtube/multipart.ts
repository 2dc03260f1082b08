const BREAK = '\r\n\r\n'

/**
 * The media of a `multipart/related` body: its second part, after the metadata. It is held as a whole, at most `maxBytes`.
 * @returns null when the body is none.
 */
export async function readMultipartMedia(
  contentType: string,
  body: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ type: string; chunks: Buffer[] } | null> {
  const boundary = /^multipart\/related;.*boundary="?([^";]+)"?/.exec(contentType)?.[1]
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  if (boundary === undefined) return null
  // Latin-1 keeps every byte as one character.
  const [, , media] = Buffer.concat(chunks).toString('latin1').split(`--${boundary}`)
  if (media === undefined) return null
  const [head, content] = [media.slice(0, media.indexOf(BREAK)), media.slice(media.indexOf(BREAK) + BREAK.length)]
  const type = /content-type:\s*([^\s;]+)/i.exec(head)?.[1] ?? ''
  return { type, chunks: [Buffer.from(content.replace(/\r\n$/, ''), 'latin1')] }
}
