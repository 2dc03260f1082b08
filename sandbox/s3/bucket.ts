import { createHash, randomUUID } from 'node:crypto'
import { copyFile, mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { S3Error } from './errors'
import { readJson, Serial, writeJson } from './files'
import { MultipartUploads } from './multipart'

/** What an upload says about its object, given back with every read. */
export interface ObjectHeaders {
  contentType: string
  /** Header names and values: `x-amz-meta-*`, `cache-control`, … */
  metadata: Record<string, string>
}

export interface ObjectRecord extends ObjectHeaders {
  key: string
  /** The file that holds the bytes. Never written again: a replaced object gets a new one. */
  blob: string
  sizeBytes: number
  /** Without quotes. */
  etag: string
  modifiedAtMs: number
}

/** Refuses a write by throwing, in view of what the key holds at that very moment. */
export type WriteCondition = (current: ObjectRecord | undefined) => void

/**
 * One bucket on disk: `objects/<hash of key>.json` names a file in `blobs/`. A write is one rename of the former, so a reader
 * has the old object or the new one, whole, and so has the next start after a crash.
 */
export class Bucket {
  private readonly records = new Map<string, ObjectRecord>()
  private readonly writes = new Serial()

  private constructor(
    private readonly folder: string,
    private readonly nowMs: () => number,
    readonly uploads: MultipartUploads,
  ) {}

  static async open(folder: string, nowMs: () => number): Promise<Bucket> {
    for (const name of ['objects', 'blobs', 'uploads']) await mkdir(join(folder, name), { recursive: true })
    const bucket = new Bucket(folder, nowMs, new MultipartUploads(join(folder, 'uploads'), nowMs))
    for (const name of await readdir(join(folder, 'objects'))) {
      if (!name.endsWith('.json')) continue
      const record = await readJson<ObjectRecord>(join(folder, 'objects', name))
      bucket.records.set(record.key, record)
    }
    const kept = new Set([...bucket.records.values()].map((record) => record.blob))
    for (const blob of await readdir(join(folder, 'blobs'))) if (!kept.has(blob)) await rm(bucket.blobPath(blob))
    return bucket
  }

  keys(): string[] {
    return [...this.records.keys()]
  }

  find(key: string): ObjectRecord | undefined {
    return this.records.get(key)
  }

  /** @throws S3Error `NoSuchKey` */
  get(key: string): ObjectRecord {
    const record = this.records.get(key)
    if (!record) throw new S3Error('NoSuchKey')
    return record
  }

  /** The record and its open file: bytes that stay readable when the object is replaced meanwhile. The caller closes it. */
  async openObject(key: string): Promise<{ record: ObjectRecord; file: FileHandle }> {
    for (;;) {
      const record = this.get(key)
      try {
        return { record, file: await open(this.blobPath(record.blob)) }
      } catch (error) {
        if (this.records.get(key) === record) throw error
      }
    }
  }

  /** Has `fill` write the bytes to a new blob, then makes it the object under `key` if `condition` still lets it. */
  async put(
    key: string,
    headers: ObjectHeaders,
    condition: WriteCondition,
    fill: (path: string) => Promise<{ sizeBytes: number; etag: string }>,
  ): Promise<ObjectRecord> {
    condition(this.records.get(key))
    const blob = randomUUID()
    try {
      const facts = await fill(this.blobPath(blob))
      return await this.writes.run(async () => {
        const current = this.records.get(key)
        condition(current)
        const { contentType, metadata } = headers
        const record = { key, blob, ...facts, contentType, metadata, modifiedAtMs: this.nowMs() }
        await writeJson(this.recordPath(key), record)
        this.records.set(key, record)
        if (current) await rm(this.blobPath(current.blob), { force: true })
        return record
      })
    } catch (error) {
      await rm(this.blobPath(blob), { force: true })
      throw error
    }
  }

  copy(source: { bucket: Bucket; record: ObjectRecord }, key: string, headers: ObjectHeaders): Promise<ObjectRecord> {
    const { sizeBytes, etag, blob } = source.record
    return this.put(
      key,
      headers,
      () => undefined,
      async (path) => {
        await copyFile(source.bucket.blobPath(blob), path)
        return { sizeBytes, etag }
      },
    )
  }

  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void> {
    return this.writes.run(async () => {
      const record = this.records.get(key)
      if (!record) return
      await rm(this.recordPath(key))
      this.records.delete(key)
      await rm(this.blobPath(record.blob), { force: true })
    })
  }

  private blobPath(blob: string): string {
    return join(this.folder, 'blobs', blob)
  }

  private recordPath(key: string): string {
    return join(this.folder, 'objects', `${createHash('sha256').update(key).digest('hex')}.json`)
  }
}
