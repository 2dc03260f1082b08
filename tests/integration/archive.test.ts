import { gzipSync, gunzipSync } from 'node:zlib'
import { prunePart, restorePart } from '../../src/domain/archive-part'
import type { ArchivedPart } from '../../src/domain/ports/archive'
import { OLD_MONTH, openArchiveWorld, type ArchiveWorld } from '../support/archive'

const OLD = `${OLD_MONTH}-03T04:05:06.007Z`
const signal = new AbortController().signal

let world: ArchiveWorld
let userId: string

beforeAll(async () => {
  world = await openArchiveWorld()
})
beforeEach(async () => {
  await world.clear()
  userId = await world.addUser()
})
afterAll(() => world.close())

const partsOf = (filter = {}) => world.rows.parts(filter)
const archivedIds = async () => {
  const rows = await world.prisma.publishedPost.findMany({ where: { archivedAt: { not: null } }, select: { id: true } })
  return rows.map(({ id }) => id).sort()
}
const restoreAll = async () => {
  for (const part of (await partsOf()).reverse())
    await restorePart(world.rows, world.parts, part, { dryRun: false, signal })
}
const bytesOf = async ({ objectKey, sizeBytes }: ArchivedPart) => {
  const object = await world.store.head(objectKey)
  const chunks = []
  for await (const chunk of await world.store
    .open(objectKey, { etag: object?.etag ?? '', sizeBytes })
    .read(0, sizeBytes - 1, signal))
    chunks.push(chunk)
  return Buffer.concat(chunks)
}
const IS_DAMAGED = { problem: { code: 'archive-damaged' } }

test('a month goes to the bucket, is pruned and comes back, every row as it was', async () => {
  await world.addPosts(userId, OLD, 120)
  await world.addPosts(await world.addUser(), OLD, 3)
  expect(await world.archive()).toEqual({ parts: 2, posts: 123, metrics: 369, postponed: 0 })
  const archived = await world.dump()
  expect(await world.prisma.publishedPost.count({ where: { archivedAt: null } })).toBe(0)
  expect(await world.prisma.publishedPost.count({ where: { nextSyncAt: { not: null } } })).toBe(0)
  expect(await world.archive()).toMatchObject({ parts: 0 })

  expect(await world.prune({ prunes: false })).toMatchObject({ parts: 0, posts: 0 })
  expect(await world.dump()).toEqual(archived)
  expect(await world.prune()).toEqual({ parts: 2, posts: 123, damaged: [] })
  expect(await world.dump()).toEqual([])
  expect(await world.prisma.prunedPost.count()).toBe(123)

  await restoreAll()
  expect(await world.dump()).toEqual(archived)
  expect(await world.prisma.prunedPost.count()).toBe(0)
  // What was asked for back is not taken away again unasked.
  expect(await world.prune()).toMatchObject({ parts: 0 })
  expect(await world.dump()).toEqual(archived)

  const [first] = await partsOf({ userId })
  await world.prisma.postArchive.deleteMany()
  await world.prisma.publishedPost.updateMany({ data: { archivedAt: null } })
  await world.archive()
  expect((await partsOf({ userId }))[0]).toMatchObject({ sha256: first?.sha256, objectKey: first?.objectKey })
})

test('posts whose hashtags are unknown go and come back as such', async () => {
  await world.addPosts(userId, OLD, 2)
  await world.prisma.$executeRaw`UPDATE "PublishedPost" SET hashtags = NULL`
  expect(await world.archive()).toMatchObject({ posts: 2, postponed: 0 })
  const archived = await world.dump()
  expect(await world.prune()).toEqual({ parts: 1, posts: 2, damaged: [] })
  await restoreAll()
  expect(await world.dump()).toEqual(archived)
})

test('a manifest tells what its part holds', async () => {
  await world.addPosts(userId, OLD, 2)
  await world.archive()
  const [part] = await partsOf()
  if (!part) throw new Error('no part')
  expect(part).toMatchObject({ userId, month: OLD_MONTH, part: 1, postCount: 2, metricCount: 6 })
  expect(await world.keys()).toEqual([part.objectKey, part.manifestKey].sort())
  expect(part.objectKey).toMatch(new RegExp(`^archive/${userId}/${OLD_MONTH}/posts-1-[0-9a-f]{16}\\.jsonl\\.gz$`))
  const { sizeBytes = 0 } = (await world.store.head(part.manifestKey)) ?? {}
  const manifest = await bytesOf({ ...part, objectKey: part.manifestKey, sizeBytes })
  expect(JSON.parse(String(manifest))).toMatchObject({
    ...{ format: 1, userId, month: OLD_MONTH, part: 1, posts: 2, metrics: 6, first: OLD },
    object: { key: part.objectKey, sha256: part.sha256, sizeBytes: part.sizeBytes },
    columns: { post: { id: 'text', views: 'whole number' }, metric: { window: 'instant' } },
  })
  expect(
    String(gunzipSync(await bytesOf(part)))
      .trimEnd()
      .split('\n'),
  ).toHaveLength(2)
})

test('months are those of UTC, and go as a whole when their last day is old enough', async () => {
  const at = (instant: string) => world.addPosts(userId, instant, 1)
  const gone = [
    ...(await at('2024-02-29T23:59:59.999Z')),
    ...(await at('2024-03-01T00:00:00Z')),
    ...(await at('2025-12-31T23:59:59.999Z')),
  ]
  // Older than 365 days, but its month is not over by so much.
  await at('2026-01-01T00:00:00Z')
  expect(await world.rows.countDue(Date.parse('2026-01-01T00:00:00Z'))).toEqual({ posts: 3, metrics: 9 })
  await world.archive()
  expect(await archivedIds()).toEqual(gone.sort())
  expect((await partsOf()).map(({ month }) => month)).toEqual(['2024-02', '2024-03', '2025-12'])
  world.clock.advance(16 * 86_400_000)
  expect(await world.archive()).toMatchObject({ parts: 0 })
  world.clock.advance(86_400_000)
  expect(await world.archive()).toMatchObject({ parts: 1 })
})

test('what is deleted, is of a kept job or of a user on the way out stays as it is', async () => {
  const job = {
    id: 'row',
    jobId: 'job',
    userId,
    videoId: 'any',
    caption: '',
    hashtags: [],
    platform: 'TIKTOK' as const,
  }
  await world.prisma.publishJob.create({ data: job })
  await world.addPosts(userId, OLD, 1, { publishJobId: 'row' })
  await world.addPosts(userId, OLD, 1, { deletedAt: new Date() })
  const leaving = await world.addUser()
  await world.addPosts(leaving, OLD, 1)
  await world.prisma.user.update({ where: { id: leaving }, data: { eraseRequestedAt: new Date() } })
  expect(await world.archive()).toMatchObject({ posts: 0, postponed: 0 })
  expect(await world.keys()).toEqual([])
  await world.prisma.publishJob.delete({ where: { id: 'row' } })
  expect(await world.archive()).toMatchObject({ posts: 1 })
})

test.each([
  ['cut', { kind: 'drop-connection', method: 'PUT' }],
  ['refused', { kind: 'error', code: 'ServiceUnavailable', method: 'PUT' }],
  ['read back only half', { kind: 'truncate', method: 'GET' }],
  ['read back as another one', { kind: 'replace', method: 'GET' }],
] as const)('an upload that was %s marks nothing, and the next try does', async (_name, fault) => {
  await world.addPosts(userId, OLD, 50)
  const before = await world.dump()
  world.s3.faults.plan({ ...fault, times: 1 })
  await expect(world.archive()).rejects.toMatchObject({ problem: { code: expect.any(String) } })
  expect(await world.dump()).toEqual(before)
  expect(await partsOf()).toEqual([])
  expect(await world.archive()).toMatchObject({ parts: 1, posts: 50 })
  expect(await world.prune()).toMatchObject({ posts: 50 })
})

test('killed between upload and mark, the part is found again', async () => {
  await world.addPosts(userId, OLD, 5)
  await expect(world.archive({ rows: { mark: () => Promise.reject(new Error('killed')) } })).rejects.toThrow('killed')
  const keys = await world.keys()
  expect(keys).toHaveLength(2)
  await world.archive()
  expect(await world.keys()).toEqual(keys)
  expect(await archivedIds()).toHaveLength(5)
})

test.each([
  ['counted anew', (id: string) => world.prisma.publishedPost.update({ where: { id }, data: { views: 5n } })],
  ['deleted', (id: string) => world.prisma.publishedPost.delete({ where: { id } })],
])('a post that is %s while its month is archived keeps the month for the next round', async (_name, change) => {
  const [changed = ''] = await world.addPosts(userId, OLD, 5)
  await world.addPosts(await world.addUser(), OLD, 1)
  const rows = {
    mark: async (...[part, posts]: Parameters<ArchiveWorld['rows']['mark']>) => {
      if (part.userId === userId) await change(changed)
      return world.rows.mark(part, posts)
    },
  }
  expect(await world.archive({ rows })).toMatchObject({ parts: 1, posts: 1, postponed: 1 })
  expect(await archivedIds()).not.toContain(changed)
  expect(await world.prisma.postArchive.count({ where: { userId } })).toBe(0)
  expect(await world.archive()).toMatchObject({ parts: 1, postponed: 0 })
})

test('two rounds at once mark each post once', async () => {
  await world.addPosts(userId, OLD, 120)
  await Promise.all([world.archive(), world.archive()])
  const parts = await partsOf()
  expect(parts.reduce((sum, { postCount }) => sum + postCount, 0)).toBe(120)
  expect(await world.prune()).toMatchObject({ posts: 120, damaged: [] })
})

test('what comes later to a month, or changes after it was archived, goes into a part of its own', async () => {
  const [changed = '', ...others] = await world.addPosts(userId, OLD, 3)
  await world.archive()
  await world.addPosts(userId, OLD, 1)
  await world.prisma.publishedPost.update({ where: { id: changed }, data: { shares: 77n } })
  world.clock.advance(1)
  expect(await world.archive()).toMatchObject({ parts: 1, posts: 1 })
  expect(await world.prune()).toMatchObject({ parts: 2, posts: 3 })
  expect(await world.dump()).not.toContain(others[0])
  world.clock.advance(1)
  expect(await world.archive()).toMatchObject({ parts: 1, posts: 1 })
  const archived = await world.dump()
  expect(await world.prune()).toMatchObject({ posts: 1 })
  expect(await world.dump()).toEqual([])
  // The latest of a post is what comes back.
  await restoreAll()
  expect(await world.dump()).toEqual(expect.arrayContaining(archived))
  expect(await world.prisma.publishedPost.count()).toBe(4)
})

describe('a part that was tampered with', () => {
  const OTHER_COUNTS = (bytes: Buffer) => gzipSync(String(gunzipSync(bytes)).replace('"views":"', '"views":"9'))
  test.each([
    ['with other numbers', OTHER_COUNTS],
    ['with one bit turned', (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte)))],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -10)],
    ['with bytes behind it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['that is no archive', () => Buffer.from('nothing')],
  ])('%s is refused by name, and neither pruned nor restored by', async (_name, tamper) => {
    await world.addPosts(userId, OLD, 20)
    await world.archive()
    const [part] = await partsOf()
    if (!part) throw new Error('no part')
    const good = await bytesOf(part)
    const before = await world.dump()
    await world.overwrite(part.objectKey, tamper(good))
    expect(await world.prune()).toEqual({ parts: 0, posts: 0, damaged: [part.id] })
    await expect(world.parts.open(part, signal)).rejects.toMatchObject({
      problem: { code: 'archive-damaged', message: expect.stringContaining(part.objectKey) },
    })
    expect(await world.dump()).toEqual(before)

    await world.overwrite(part.objectKey, good)
    await world.prune()
    await world.overwrite(part.objectKey, tamper(good))
    const restoring = restorePart(world.rows, world.parts, part, { dryRun: false, signal })
    await expect(restoring).rejects.toMatchObject(IS_DAMAGED)
    expect(await world.dump()).toEqual([])
  })
})

test('a part whose object is gone or is replaced between two readings is damaged', async () => {
  await world.addPosts(userId, OLD, 2)
  await world.archive()
  const [part] = await partsOf()
  if (!part) throw new Error('no part')
  world.s3.faults.plan({ kind: 'replace', method: 'GET', skip: 1, times: 1 })
  await expect(prunePart(world.rows, world.parts, part, signal)).rejects.toMatchObject(IS_DAMAGED)
  await world.store.erase('archive/', signal)
  await expect(prunePart(world.rows, world.parts, part, signal)).rejects.toMatchObject(IS_DAMAGED)
  expect(await archivedIds()).toHaveLength(2)
})

test('broken off in the middle, prune and restore go on where they were', async () => {
  await world.addPosts(userId, OLD, 260)
  await world.archive()
  const archived = await world.dump()
  const [part] = await partsOf()
  if (!part) throw new Error('no part')
  const dying = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => {
    let calls = 0
    return (...args: Args) => (++calls > 1 ? Promise.reject(new Error('killed')) : work(...args))
  }
  const pruning = prunePart({ ...world.rows, prune: dying(world.rows.prune) }, world.parts, part, signal)
  await expect(pruning).rejects.toThrow('killed')
  expect(await world.prisma.publishedPost.count()).toBe(10)
  expect(await world.prune()).toMatchObject({ posts: 10 })

  const [pruned = part] = await partsOf()
  const half = { ...world.rows, restore: dying(world.rows.restore) }
  const options = { dryRun: false, signal }
  await expect(restorePart(half, world.parts, pruned, options)).rejects.toThrow('killed')
  expect(await world.prune()).toMatchObject({ parts: 0 })
  expect(await restorePart(world.rows, world.parts, pruned, { dryRun: true, signal })).toBe(10)
  expect(await restorePart(world.rows, world.parts, pruned, options)).toBe(10)
  expect(await world.dump()).toEqual(archived)
})

test('a user who is erased leaves nothing in the archive, not even what was on its way', async () => {
  await world.addPosts(userId, OLD, 3)
  const erased = async () => {
    await world.prisma.user.update({ where: { id: userId }, data: { eraseRequestedAt: new Date() } })
    await world.store.erase(`archive/${userId}/`, signal)
    await world.prisma.user.delete({ where: { id: userId } })
  }
  const rows = {
    mark: async (...given: Parameters<ArchiveWorld['rows']['mark']>) => {
      await world.store.erase(`archive/${userId}/`, signal)
      await erased()
      await world.overwrite(given[0].objectKey, Buffer.from('late'))
      return world.rows.mark(...given)
    },
  }
  expect(await world.archive({ rows })).toMatchObject({ parts: 0, postponed: 1 })
  expect(await world.keys()).toEqual([])
})

test('with pruned posts a user can be erased, and a video of theirs cannot go before', async () => {
  await world.addPosts(userId, OLD, 2)
  await world.archive()
  await world.prune()
  const videos = world.prisma.video.deleteMany({ where: { userId } })
  await expect(videos).rejects.toThrow(/PrunedPost_videoId_fkey|Foreign key/)
  await world.prisma.user.delete({ where: { id: userId } })
  for (const table of [world.prisma.prunedPost, world.prisma.postArchive, world.prisma.video])
    expect(await (table as { count(): Promise<number> }).count()).toBe(0)
})

test('a platform id that another post has meanwhile is told, and nothing takes its place', async () => {
  await world.addPosts(userId, OLD, 1, { platformPostId: 'the-id' })
  await world.archive()
  await world.prune()
  await world.prisma.prunedPost.deleteMany()
  const [id] = await world.addPosts(userId, '2027-01-01T00:00:00Z', 1, { platformPostId: 'the-id', platform: 'TIKTOK' })
  await expect(restoreAll()).rejects.toMatchObject({ problem: { code: 'archived-post-taken' } })
  expect(await world.prisma.publishedPost.findMany({ select: { id: true } })).toEqual([{ id }])
})

test('a post whose video is gone meanwhile is told, and does not come back', async () => {
  const [id = ''] = await world.addPosts(userId, OLD, 1)
  await world.archive()
  await world.prisma.publishedPost.delete({ where: { id } })
  await world.prisma.video.deleteMany()
  await expect(restoreAll()).rejects.toMatchObject({ problem: { code: 'archived-video-missing' } })
  expect(await world.prisma.publishedPost.count()).toBe(0)
})

test('a column that posts get later is archived, or known to follow from being archived', async () => {
  const found = await world.prisma.$queryRaw<{ name: string }[]>`
    SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'PublishedPost'`
  const [part] = await world
    .addPosts(userId, OLD, 1)
    .then(() => world.archive())
    .then(() => partsOf())
  if (!part) throw new Error('no part')
  const line = JSON.parse(String(gunzipSync(await bytesOf(part)))) as object
  const implied = ['publishJobId', 'deletedAt', 'archivedAt', 'nextSyncAt']
  expect([...Object.keys(line).filter((name) => name !== 'metrics'), ...implied].sort()).toEqual(
    found.map(({ name }) => name).sort(),
  )
})
