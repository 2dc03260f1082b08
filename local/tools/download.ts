import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'
import { transferProgress } from '../terminal'

/** A connection that stalls is given up, however long the whole may take. */
const STALL_TIMEOUT_MS = 30_000

/** Streams a URL into a file and shows how far it is. */
export async function download(url: URL, file: string, label: string, signal: AbortSignal): Promise<void> {
  const stalled = new AbortController()
  const watch = setTimeout(
    () => stalled.abort(new Error(`nothing arrived for ${STALL_TIMEOUT_MS} ms`)),
    STALL_TIMEOUT_MS,
  )
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, stalled.signal]) })
    if (!answer.ok || !answer.body) throw new Error(`${url.host} answered ${answer.status}`)
    const progress = transferProgress(label, Number(answer.headers.get('content-length')) || undefined)
    let doneBytes = 0
    const count = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        watch.refresh()
        progress((doneBytes += chunk.length))
        next(null, chunk)
      },
    })
    await pipeline(Readable.fromWeb(answer.body), count, createWriteStream(file))
  } finally {
    clearTimeout(watch)
  }
}

/** Unpacks the one entry whose path ends like this. */
export async function unzipEntry(archive: string, ending: string, file: string): Promise<void> {
  const zip = await openPromise(archive)
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith(ending)) continue
      return await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file))
    }
  } finally {
    zip.close()
  }
  throw new Error(`${path.basename(archive)} holds no ${ending}`)
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
