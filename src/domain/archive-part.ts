import type { ArchivedPost } from './archive-format'
import type { UserMonth } from './archive-months'
import type { ArchivedPart, ArchiveParts, ArchiveRows, PostVersion, ReadPost, StoredPart } from './ports/archive'

/** A part is held in memory, compressed, until it is stored; so it ends with whichever comes first. */
const MAX_POSTS = 5_000
const MAX_METRICS = 250_000

/** Rows that one statement removes or inserts: none holds locks for long. */
const BATCH = 250

/**
 * Archives what fits into a month's next part. Its rows are marked only once the bucket has given back what was written;
 * a part that was not marked, for whatever reason, is no part. @returns null where rows have changed meanwhile
 */
export async function archivePart(
  rows: ArchiveRows,
  parts: ArchiveParts,
  month: UserMonth,
  signal: AbortSignal,
): Promise<StoredPart | null> {
  const versions: PostVersion[] = []
  const name = { ...month, part: await rows.nextPart(month) }
  const stored = await parts.write(name, onePart(rows.unarchived(month), versions), signal)
  if (stored && (await rows.mark(stored, versions))) return stored
  // The erasure may have looked into the bucket before this part was there.
  if (await rows.isErased(month.userId)) await parts.erase(month.userId, signal)
  return null
}

async function* onePart(posts: AsyncIterable<ReadPost>, versions: PostVersion[]): AsyncGenerator<ArchivedPost> {
  let metrics = 0
  for await (const { post, version } of posts) {
    if (versions.length === MAX_POSTS || metrics >= MAX_METRICS) return
    versions.push({ id: post.id, version })
    metrics += post.metrics.length
    yield post
  }
}

/**
 * Removes a part's rows, having read the whole part once more. Done again, it goes on where it was broken off.
 * @returns how many posts were removed
 * @throws PublishError `archive-damaged`; nothing is removed then
 */
export async function prunePart(
  rows: ArchiveRows,
  parts: ArchiveParts,
  part: ArchivedPart,
  signal: AbortSignal,
): Promise<number> {
  const removed = await sumOfBatches(await parts.open(part, signal), (posts) => rows.prune(part, posts))
  await rows.setPruned(part)
  return removed
}

/**
 * Brings back what is missing of a part's rows. Done again, it goes on where it was broken off.
 * @returns how many posts were missing
 * @throws PublishError `archive-damaged`; nothing is changed then
 */
export async function restorePart(
  rows: ArchiveRows,
  parts: ArchiveParts,
  part: ArchivedPart,
  { dryRun, signal }: { dryRun: boolean; signal: AbortSignal },
): Promise<number> {
  const missing = await sumOfBatches(await parts.open(part, signal), (posts) =>
    dryRun ? rows.missing(posts) : rows.restore(part, posts),
  )
  if (!dryRun) await rows.setRestored(part)
  return missing
}

async function sumOfBatches(
  posts: AsyncIterable<ArchivedPost>,
  work: (batch: ArchivedPost[]) => Promise<number>,
): Promise<number> {
  let sum = 0
  let batch: ArchivedPost[] = []
  for await (const post of posts) {
    batch.push(post)
    if (batch.length < BATCH) continue
    sum += await work(batch)
    batch = []
  }
  return batch.length > 0 ? sum + (await work(batch)) : sum
}
