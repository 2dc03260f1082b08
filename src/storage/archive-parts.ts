import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import {
  encodePost,
  FORMAT_VERSION,
  METRIC_COLUMNS,
  POST_COLUMNS,
  type ArchivedPost,
  type Manifest,
} from '../domain/archive-format'
import { archivePrefix } from '../domain/object-keys'
import type { ArchiveParts, StoredPart } from '../domain/ports/archive'
import type { ObjectStore } from '../domain/ports/storage'
import { openPart } from './archive-read'
import { through } from './lines'

/** The archive as gzip JSON Lines, each part beside its manifest. */
export const createArchiveParts = (store: ObjectStore): ArchiveParts => ({
  async write(name, posts, signal) {
    const { bytes, ...content } = await pack(posts)
    if (content.postCount === 0) return null
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const stem = `${archivePrefix(name.userId)}${name.month}/posts-${name.part}-${sha256.slice(0, 16)}`
    const { postCount, metricCount } = content
    const part = {
      ...name,
      objectKey: `${stem}.jsonl.gz`,
      manifestKey: `${stem}.manifest.json`,
      ...{ sha256, sizeBytes: bytes.byteLength, postCount, metricCount },
    }
    await store.put(part.objectKey, bytes, 'application/gzip', signal)
    await openPart(store, part, signal)
    const manifest = JSON.stringify(manifestOf(part, content), null, 2)
    await store.put(part.manifestKey, Buffer.from(`${manifest}\n`), 'application/json', signal)
    return part
  },

  open: (part, signal) => openPart(store, part, signal),

  erase: (userId, signal) => store.erase(archivePrefix(userId), signal),
})

interface Content {
  postCount: number
  metricCount: number
  /** Epoch ms. */
  first: number
  last: number
}

/** Compresses line by line. Nothing of the time or the machine gets into the bytes: equal posts give equal ones. */
async function pack(posts: AsyncIterable<ArchivedPost>): Promise<Content & { bytes: Buffer }> {
  const content = { postCount: 0, metricCount: 0, first: Infinity, last: -Infinity }
  async function* lines() {
    for await (const post of posts) {
      content.postCount += 1
      content.metricCount += post.metrics.length
      content.first = Math.min(content.first, post.publishedAt.getTime())
      content.last = Math.max(content.last, post.publishedAt.getTime())
      yield `${encodePost(post)}\n`
    }
  }
  const bytes = await buffer(through(lines(), createGzip()))
  return { bytes, ...content }
}

const manifestOf = (part: StoredPart, { first, last }: Content): Manifest => ({
  format: FORMAT_VERSION,
  userId: part.userId,
  month: part.month,
  part: part.part,
  object: { key: part.objectKey, sha256: part.sha256, sizeBytes: part.sizeBytes },
  posts: part.postCount,
  metrics: part.metricCount,
  first: new Date(first).toISOString(),
  last: new Date(last).toISOString(),
  columns: { post: POST_COLUMNS, metric: METRIC_COLUMNS },
})
