import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Bucket } from './bucket'
import { S3Error } from './errors'
import { Serial } from './files'

const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/

/** All buckets, each a folder of its own. */
export class Store {
  private readonly buckets = new Map<string, Bucket>()
  private readonly changes = new Serial()

  private constructor(
    private readonly folder: string,
    private readonly nowMs: () => number,
  ) {}

  /** Opens what an earlier run has left and adds the missing ones of `names`. */
  static async open(folder: string, names: string[], nowMs: () => number): Promise<Store> {
    const store = new Store(folder, nowMs)
    await mkdir(folder, { recursive: true })
    const found = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    for (const name of new Set([...found.map((entry) => entry.name), ...names])) await store.add(name)
    return store
  }

  names(): string[] {
    return [...this.buckets.keys()].sort()
  }

  /** @throws S3Error `NoSuchBucket` */
  get(name: string): Bucket {
    const bucket = this.buckets.get(name)
    if (!bucket) throw new S3Error('NoSuchBucket')
    return bucket
  }

  /** @throws S3Error `BucketAlreadyOwnedByYou`, `InvalidBucketName` */
  create(name: string): Promise<void> {
    return this.changes.run(async () => {
      if (this.buckets.has(name)) throw new S3Error('BucketAlreadyOwnedByYou')
      await this.add(name)
    })
  }

  /** @throws S3Error `NoSuchBucket`, `BucketNotEmpty` */
  delete(name: string): Promise<void> {
    return this.changes.run(async () => {
      if (this.get(name).keys().length > 0) throw new S3Error('BucketNotEmpty')
      this.buckets.delete(name)
      await rm(join(this.folder, name), { recursive: true })
    })
  }

  private async add(name: string): Promise<void> {
    if (!BUCKET_NAME.test(name)) throw new S3Error('InvalidBucketName')
    this.buckets.set(name, await Bucket.open(join(this.folder, name), this.nowMs))
  }
}
