import { createHash, type Hash } from 'node:crypto'
import { createGunzip } from 'node:zlib'
import { decodePost, type ArchivedPost } from '../domain/archive-format'
import { PublishError } from '../domain/errors'
import type { StoredPart } from '../domain/ports/archive'
import type { ObjectStore, PinnedObject } from '../domain/ports/storage'
import { linesOf, through } from './lines'
import { reasonOf } from './storage-error'

/**
 * Reads the whole part, and has its posts read again; the second reading is pinned to what the first has verified.
 * @throws PublishError `archive-damaged`
 */
export async function openPart(
  store: ObjectStore,
  part: StoredPart,
  signal: AbortSignal,
): Promise<AsyncIterable<ArchivedPost>> {
  const object = await store.head(part.objectKey)
  if (!object) throw archiveDamaged(part, 'it is missing')
  if (object.sizeBytes !== part.sizeBytes) throw archiveDamaged(part, `it has ${object.sizeBytes} bytes`)
  for await (const _post of postsOf(store, part, object, signal));
  return postsOf(store, part, object, signal)
}

/** Tells at its end whether the posts before were those of the part. */
async function* postsOf(
  store: ObjectStore,
  part: StoredPart,
  pinned: PinnedObject,
  signal: AbortSignal,
): AsyncGenerator<ArchivedPost> {
  const hash = createHash('sha256')
  let posts = 0
  let metrics = 0
  try {
    const bytes = await store.open(part.objectKey, pinned).read(0, pinned.sizeBytes - 1, signal)
    for await (const line of linesOf(through(hashed(bytes, hash), createGunzip()))) {
      const post = decodePost(line)
      posts += 1
      metrics += post.metrics.length
      yield post
    }
  } catch (error) {
    throw isDamage(error) && !signal.aborted ? archiveDamaged(part, reasonOf(error)) : error
  }
  if (hash.digest('hex') !== part.sha256) throw archiveDamaged(part, 'it has another SHA-256')
  if (posts !== part.postCount || metrics !== part.metricCount)
    throw archiveDamaged(part, `it has ${posts} posts with ${metrics} metric rows`)
}

/** Whatever fails although the bytes come; a store that fails is another matter. */
const isDamage = (error: unknown): boolean =>
  !(error instanceof PublishError) || ['source-missing', 'source-changed'].includes(error.problem.code)

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

const archiveDamaged = (part: StoredPart, how: string) =>
  new PublishError({
    code: 'archive-damaged',
    category: 'internal',
    message:
      `${part.objectKey} is not what was archived (${part.sizeBytes} bytes, ${part.postCount} posts with ` +
      `${part.metricCount} metric rows): ${how}.`,
    remedy: 'Bring the object back from a copy of the bucket. Until then nothing is pruned or restored by it.',
  })
