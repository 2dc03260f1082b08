import { randomUUID } from 'node:crypto'
import { createSyncRows } from '../../src/database/metrics/sync-rows'
import { POST_UNFINISHED } from '../../src/domain/errors'
import type { Counters, PostReading } from '../../src/domain/ports/metrics'
import type { SyncRows } from '../../src/domain/ports/sync'
import type { Prisma } from '../../src/generated/prisma/client'
import { openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

const HOUR_MS = 3_600_000
const NEXT_MS = START_MS + 6 * HOUR_MS

let table: JobTable
let sync: SyncRows

beforeAll(async () => {
  table = await openJobTable()
  sync = createSyncRows(table.prisma, table.clock)
})
beforeEach(() => table.clock.moveTo(START_MS))
afterAll(() => table.close())

const at = (ms: number) => new Date(ms)
const read = (counters: Partial<Counters>, change: object = {}): PostReading => ({
  state: 'read',
  counters: { views: null, likes: null, comments: null, shares: null, ...counters },
  ...change,
})

async function addPost(change: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}): Promise<string> {
  const { id: userId } = await table.prisma.user.findFirstOrThrow({ select: { id: true } })
  const { id } = await table.prisma.publishedPost.create({
    data: {
      userId,
      videoId: await table.addVideo(),
      platform: 'TIKTOK',
      platformPostId: randomUUID(),
      caption: 'A caption',
      publishedAt: at(START_MS - 24 * HOUR_MS),
      nextSyncAt: at(START_MS - 1),
      ...change,
    },
    select: { id: true },
  })
  return id
}

const record = (id: string, reading: PostReading, observedAtMs = START_MS, nextSyncAtMs: number | null = NEXT_MS) =>
  sync.record([{ id, reading, nextSyncAtMs }], observedAtMs)

const rowOf = (id: string) =>
  table.prisma.publishedPost.findUniqueOrThrow({
    where: { id },
    include: { metrics: { orderBy: { window: 'asc' } }, publishJob: { select: { warnings: true } } },
  })

describe('what a post is told', () => {
  test('is in its counters, in the window of the hour, and plans the next time', async () => {
    const id = await addPost()
    await record(id, read({ views: 5_000_000_000, likes: 2, comments: 3, shares: 4 }, { sharesRead: true }))
    const told = { views: 5_000_000_000n, likes: 2n, comments: 3n, shares: 4n }
    expect(await rowOf(id)).toMatchObject({
      ...told,
      lastSyncedAt: at(START_MS),
      countersChangedAt: at(START_MS),
      sharesSyncedAt: at(START_MS),
      nextSyncAt: at(NEXT_MS),
      metrics: [{ ...told, window: at(START_MS), observedAt: at(START_MS) }],
    })
  })

  test('keeps the last known of what is not reported now, and says of the hour that it was not', async () => {
    const id = await addPost({ views: 10, shares: 7, sharesSyncedAt: at(START_MS - HOUR_MS) })
    await record(id, read({ views: 11 }))
    expect(await rowOf(id)).toMatchObject({
      views: 11n,
      shares: 7n,
      sharesSyncedAt: at(START_MS - HOUR_MS),
      metrics: [{ views: 11n, likes: null, shares: null }],
    })
  })

  test('may be less than before', async () => {
    const id = await addPost({ views: 100 })
    await record(id, read({ views: 90 }))
    expect(await rowOf(id)).toMatchObject({ views: 90n, metrics: [{ views: 90n }] })
  })

  test('is as it was: the numbers stand still', async () => {
    const countersChangedAt = at(START_MS - 9 * HOUR_MS)
    const id = await addPost({ views: 100, countersChangedAt })
    await record(id, read({ views: 100 }))
    expect(await rowOf(id)).toMatchObject({ countersChangedAt, lastSyncedAt: at(START_MS) })
  })
})

describe('a window', () => {
  const MINUTE_MS = 60_000

  test('has one row for each post and hour: the newest number, and no null in place of one', async () => {
    const id = await addPost()
    await record(id, read({ views: 1, shares: 1 }), START_MS + MINUTE_MS)
    await record(id, read({ views: 2 }), START_MS + 59 * MINUTE_MS)
    await record(id, read({ views: 3 }), START_MS + 60 * MINUTE_MS)
    expect((await rowOf(id)).metrics).toMatchObject([
      { window: at(START_MS), observedAt: at(START_MS + 59 * MINUTE_MS), views: 2n, shares: 1n },
      { window: at(START_MS + HOUR_MS), observedAt: at(START_MS + HOUR_MS), views: 3n, shares: null },
    ])
  })

  test('is the hour of UTC, whatever time zone the session has', async () => {
    const id = await addPost()
    await table.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL TIME ZONE 'Asia/Kathmandu'`
      await createSyncRows(tx as JobTable['prisma'], table.clock).record(
        [{ id, reading: read({ views: 1 }), nextSyncAtMs: NEXT_MS }],
        START_MS + 50 * MINUTE_MS,
      )
    })
    expect(await rowOf(id)).toMatchObject({
      nextSyncAt: at(NEXT_MS),
      lastSyncedAt: at(START_MS + 50 * MINUTE_MS),
      metrics: [{ window: at(START_MS), observedAt: at(START_MS + 50 * MINUTE_MS) }],
    })
  })
})

describe('a worker that was frozen', () => {
  test('changes nothing back with what it had read before a newer reading', async () => {
    const id = await addPost()
    await record(id, read({ views: 20 }), START_MS)
    const recorded = await rowOf(id)
    for (const stale of [read({ views: 10 }), { state: 'failed', code: 'x' } as const])
      await record(id, stale, START_MS - 1, START_MS + HOUR_MS)
    await record(id, { state: 'unavailable', reason: 'deleted-or-private' }, START_MS - 1, null)
    expect(await rowOf(id)).toEqual(recorded)
  })

  test('does not show a post again that has been found gone since', async () => {
    const id = await addPost()
    await record(id, { state: 'unavailable', reason: 'deleted-or-private' })
    const recorded = await rowOf(id)
    await record(id, read({ views: 10 }), START_MS - 1)
    expect(await rowOf(id)).toEqual(recorded)
  })

  test('is no rival where a clock that was ahead has written', async () => {
    const id = await addPost({ lastSyncedAt: at(START_MS + 30 * 24 * HOUR_MS) })
    await record(id, read({ views: 10 }))
    expect(await rowOf(id)).toMatchObject({ views: 10n, lastSyncedAt: at(START_MS) })
  })

  test('and one that is at work record the same post one after the other', async () => {
    const id = await addPost()
    const newer = [{ id, reading: read({ views: 20 }), nextSyncAtMs: NEXT_MS }]
    await overtaken(
      table,
      (tx) => createSyncRows(tx, table.clock).record(newer, START_MS),
      () => record(id, read({ views: 10 }), START_MS - 1, START_MS),
    )
    expect(await rowOf(id)).toMatchObject({ views: 20n, nextSyncAt: at(NEXT_MS), metrics: [{ views: 20n }] })
  })
})

describe('the plan', () => {
  test('of a post that was asked for anew while it was read stays: it is due', async () => {
    const forcedAt = at(START_MS + 500)
    const id = await addPost({ nextSyncAt: forcedAt })
    await record(id, read({ views: 10 }))
    expect(await rowOf(id)).toMatchObject({ views: 10n, nextSyncAt: forcedAt })
  })

  test('of a post that was archived while it was read stays: it is not brought any more', async () => {
    const id = await addPost({ nextSyncAt: null, archivedAt: at(START_MS) })
    await record(id, read({ views: 10 }))
    expect(await rowOf(id)).toMatchObject({ nextSyncAt: null })
  })

  test('ends where the post is too old', async () => {
    const id = await addPost()
    await record(id, read({ views: 10 }), START_MS, null)
    expect(await rowOf(id)).toMatchObject({ views: 10n, nextSyncAt: null })
  })
})

test('a post that the platform no longer shows is marked with its reason since then, and no longer once it is back', async () => {
  const id = await addPost({ views: 10 })
  await record(id, { state: 'unavailable', reason: 'deleted-or-private' })
  await sync.record(
    [{ id, reading: { state: 'unavailable', reason: 'private-at-platform' }, nextSyncAtMs: NEXT_MS }],
    NEXT_MS,
  )
  expect(await rowOf(id)).toMatchObject({
    views: 10n,
    lastSyncedAt: null,
    unavailableAt: at(START_MS),
    unavailableReason: 'private-at-platform',
    metrics: [],
  })
  await record(id, { state: 'failed', code: 'http-503' }, NEXT_MS, NEXT_MS)
  expect(await rowOf(id)).toMatchObject({ unavailableReason: 'private-at-platform', syncFailure: 'http-503' })
  await record(id, read({ views: 12 }), NEXT_MS + 1, NEXT_MS)
  expect(await rowOf(id)).toMatchObject({ unavailableAt: null, unavailableReason: null, syncFailure: null, views: 12n })
})

test('a failed sync says why, keeps every number, and makes no window', async () => {
  const id = await addPost({ views: 10, lastSyncedAt: at(START_MS - HOUR_MS) })
  await record(id, { state: 'failed', code: 'reconnect-required' })
  expect(await rowOf(id)).toMatchObject({
    views: 10n,
    lastSyncedAt: at(START_MS - HOUR_MS),
    syncFailure: 'reconnect-required',
    nextSyncAt: at(NEXT_MS),
    metrics: [],
  })
})

describe('a public id that comes late', () => {
  const provisional = { platformPostIdProvisional: true }

  test('is written with its address, and the job no longer says that its post is unfinished', async () => {
    const warning = (code: string) => ({ code, message: 'm', remedy: 'r' })
    const { rowId } = await table.addJob('published', {
      platform: 'TIKTOK',
      warnings: [warning(POST_UNFINISHED), warning('visibility-differs')],
    })
    const id = await addPost({ ...provisional, publishJobId: rowId })
    const told = { id, platformPostId: 'public-1', url: 'https://tiktok.example/1' }
    expect(await sync.adopt([told])).toEqual(new Set([id]))
    expect(await rowOf(id)).toMatchObject({
      platformPostId: 'public-1',
      platformPostIdProvisional: false,
      url: told.url,
      publishJob: { warnings: [warning('visibility-differs')] },
    })
    // As an attempt does that has died before it could record the rest.
    expect(await sync.adopt([told])).toEqual(new Set([id]))
  })

  test('is not taken from the post that has it, nor given to two, nor to one that has its own', async () => {
    const holder = await addPost({ platformPostId: 'public-2' })
    const [late, own, first, second] = [
      await addPost(provisional),
      await addPost(),
      await addPost(provisional),
      await addPost(provisional),
    ]
    const adopted = await sync.adopt([
      { id: late, platformPostId: 'public-2', url: null },
      { id: own, platformPostId: 'public-3', url: null },
      { id: first, platformPostId: 'public-4', url: null },
      { id: second, platformPostId: 'public-4', url: null },
    ])
    expect([...adopted]).toEqual([[first, second].sort()[0]])
    expect(await rowOf(holder)).toMatchObject({ platformPostId: 'public-2' })
    expect(await rowOf(late)).toMatchObject(provisional)
    expect((await rowOf(own)).platformPostId).not.toBe('public-3')
  })

  test('is not taken from a post that is in the archive only', async () => {
    const late = await addPost(provisional)
    const { userId, videoId } = await rowOf(late)
    const archive = { userId, month: '2025-01', part: 1, objectKey: 'o', manifestKey: 'm', sha256: '', sizeBytes: 1n }
    const { id: archiveId } = await table.prisma.postArchive.create({
      data: { ...archive, postCount: 1, metricCount: 0, archivedAt: at(START_MS), prunedAt: at(START_MS) },
    })
    await table.prisma.prunedPost.create({
      data: { id: randomUUID(), archiveId, userId, videoId, platform: 'TIKTOK', platformPostId: 'public-5' },
    })
    expect(await sync.adopt([{ id: late, platformPostId: 'public-5', url: null }])).toEqual(new Set())
    expect(await rowOf(late)).toMatchObject(provisional)
  })
})
