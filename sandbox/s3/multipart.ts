import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { BodyFacts } from './body'
import type { ObjectHeaders } from './bucket'
import { S3Error } from './errors'
import { readJson, Serial, writeJson } from './files'

export interface Upload extends ObjectHeaders {
  id: string
  key: string
  initiatedAtMs: number
}

export interface Part extends BodyFacts {
  number: number
  blob: string
  storedAtMs: number
}

/** A line of the list that completes an upload. */
export interface PartReference {
  number: number
  etag: string
}

export const MAX_PARTS = 10_000
const MIN_PART_BYTES = 5 * 1_048_576

/** The multipart uploads of a bucket that are neither completed nor aborted, each in a folder of its own. */
export class MultipartUploads {
  private readonly ends = new Serial()

  constructor(
    private readonly folder: string,
    private readonly nowMs: () => number,
  ) {}

  async create(key: string, headers: ObjectHeaders): Promise<Upload> {
    const upload = { id: randomBytes(32).toString('hex'), key, initiatedAtMs: this.nowMs(), ...headers }
    await mkdir(join(this.folder, upload.id))
    await writeJson(this.path(upload, 'upload.json'), upload)
    return upload
  }

  /** @throws S3Error `NoSuchUpload`, also for the upload of another key. */
  async get(id: string, key: string): Promise<Upload> {
    if (!/^[0-9a-f]{64}$/.test(id)) throw new S3Error('NoSuchUpload')
    const upload = await readJson<Upload>(join(this.folder, id, 'upload.json')).catch(() => null)
    if (upload?.key !== key) throw new S3Error('NoSuchUpload')
    return upload
  }

  /** Those whose keys begin with `prefix`, in the order of keys and ids. */
  async list(prefix: string): Promise<Upload[]> {
    const ids = await readdir(this.folder)
    // One that is aborted meanwhile is left out.
    const uploads = await Promise.all(
      ids.map((id) => readJson<Upload>(join(this.folder, id, 'upload.json')).catch(() => null)),
    )
    return uploads
      .filter((upload) => upload !== null)
      .filter((upload) => upload.key.startsWith(prefix))
      .sort((a, b) => compare(a.key, b.key) || compare(a.id, b.id))
  }

  /** Stores a part, in the place of an earlier one with its number. @throws S3Error `NoSuchUpload` */
  async putPart(upload: Upload, number: number, fill: (path: string) => Promise<BodyFacts>): Promise<Part> {
    const blob = `${randomUUID()}.bin`
    try {
      const part = { number, blob, ...(await fill(this.path(upload, blob))), storedAtMs: this.nowMs() }
      await writeJson(this.path(upload, `${number}.json`), part)
      return part
    } catch (error) {
      await rm(this.path(upload, blob), { force: true })
      throw await this.whyFailed(upload, error)
    }
  }

  /** In ascending order. @throws S3Error `NoSuchUpload` */
  async parts(upload: Upload): Promise<Part[]> {
    try {
      const names = (await readdir(join(this.folder, upload.id))).filter((name) => /^\d+\.json$/.test(name))
      const parts = await Promise.all(names.map((name) => readJson<Part>(this.path(upload, name))))
      return parts.sort((a, b) => a.number - b.number)
    } catch (error) {
      throw await this.whyFailed(upload, error)
    }
  }

  /**
   * Writes the listed parts to `path` as one object.
   * @throws S3Error `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`
   */
  async assemble(upload: Upload, list: PartReference[], path: string): Promise<{ sizeBytes: number; etag: string }> {
    const parts = choose(await this.parts(upload), list)
    for (const part of parts)
      await pipeline(createReadStream(this.path(upload, part.blob)), createWriteStream(path, { flags: 'a' }))
    const digests = Buffer.concat(parts.map((part) => Buffer.from(part.md5, 'hex')))
    return {
      sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      etag: `${createHash('md5').update(digests).digest('hex')}-${parts.length}`,
    }
  }

  /**
   * Ends an upload by what `act` does with it; where that throws, the upload goes on. Of several that would end the same one,
   * the first does: the others find none.
   * @throws S3Error `NoSuchUpload`
   */
  end<T>({ id, key }: Upload, act: () => Promise<T>): Promise<T> {
    return this.ends.run(async () => {
      const upload = await this.get(id, key)
      const result = await act()
      // What makes it an upload goes first: whoever finds a part missing then sees why.
      await rm(this.path(upload, 'upload.json'))
      await rm(join(this.folder, id), { recursive: true, force: true })
      return result
    })
  }

  /** A file that is not there is no fault of an upload that has ended meanwhile. */
  private async whyFailed({ id, key }: Upload, error: unknown): Promise<unknown> {
    return this.get(id, key).then(
      () => error,
      (ended: unknown) => ended,
    )
  }

  private path(upload: Upload, name: string): string {
    return join(this.folder, upload.id, name)
  }
}

/** Whether a page that begins behind these markers has the upload; without an id, all of the marked key lie before it. */
export const isAfter = ({ key, id }: Upload, keyMarker: string, idMarker: string): boolean =>
  compare(key, keyMarker) > 0 || (idMarker !== '' && key === keyMarker && compare(id, idMarker) > 0)

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

function choose(stored: Part[], list: PartReference[]): Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]))
  const parts = list.map(({ number, etag }) => {
    const part = byNumber.get(number)
    if (part?.md5 !== etag) throw new S3Error('InvalidPart')
    return part
  })
  if (parts.some((part, index) => index > 0 && part.number <= (parts[index - 1]?.number ?? 0)))
    throw new S3Error('InvalidPartOrder')
  const leading = parts.slice(0, -1)
  if (leading.some((part) => part.sizeBytes < MIN_PART_BYTES)) throw new S3Error('EntityTooSmall')
  // R2's own rule, its error 10048; S3 takes parts of any size.
  if (leading.some((part) => part.sizeBytes !== leading[0]?.sizeBytes))
    throw new S3Error('InvalidPart', 'All non-trailing parts must have the same length.')
  return parts
}
