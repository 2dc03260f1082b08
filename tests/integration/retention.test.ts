import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { keepHistory } from '../support/histories'
import { OLD_MONTH, openArchiveWorld, type ArchiveWorld } from '../support/archive'
import { silenceTemporal } from '../support/quiet'
import { addJobs, lastRound, LONG_AGO, startRetention } from '../support/retention-round'
import { until } from '../support/until'
import type { RunningWorkers } from '../support/workers'
import { createObjectStore } from '../../src/storage/r2'

silenceTemporal()
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let world: ArchiveWorld
let workers: RunningWorkers
let userId: string

beforeAll(async () => {
  world = await openArchiveWorld()
  workers = await startRetention(world)
})
beforeEach(async () => {
  await world.clear()
  await world.prisma.roundReport.deleteMany()
  userId = await world.addUser()
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

/** A round as the schedule begins it. */
const begin = () =>
  workers.client.workflow.start('applyRetention', { taskQueue: 'publish', workflowId: `retention-${randomUUID()}` })

const tombstones = () => world.prisma.publishJobTombstone.count()

/** Makes every insert of tombstones do something of a test's in the database, until it is taken away. */
async function onTombstones(work: string): Promise<void> {
  await world.prisma.$executeRawUnsafe(`CREATE OR REPLACE FUNCTION on_tombstones() RETURNS trigger AS
    $$ BEGIN ${work} RETURN NULL; END $$ LANGUAGE plpgsql`)
  await world.prisma.$executeRaw`CREATE OR REPLACE TRIGGER on_tombstones
    AFTER INSERT ON "PublishJobTombstone" EXECUTE FUNCTION on_tombstones()`
}

async function isWaiting(): Promise<boolean> {
  const waiting = await world.prisma.$queryRaw<unknown[]>`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`
  return waiting.length > 0
}

const offTombstones = () => world.prisma.$executeRaw`DROP TRIGGER IF EXISTS on_tombstones ON "PublishJobTombstone"`

afterEach(offTombstones)

/** One of everything that goes, beside one of everything that stays. */
async function addEverything() {
  const [published = ''] = await addJobs(world, userId, 1, {
    ...{ id: 'of-the-post', status: 'COMPLETED', phase: 'published', failedAt: null, completedAt: LONG_AGO },
  })
  const [failed = ''] = await addJobs(world, userId, 1)
  const [young = ''] = await addJobs(world, userId, 1, { failedAt: new Date() })
  const [waiting = ''] = await addJobs(world, userId, 1, { status: 'PENDING', phase: 'accepted', failedAt: null })
  const old = `${OLD_MONTH}-03T04:05:06.007Z`
  const archived = [
    ...(await world.addPosts(userId, old, 2)),
    ...(await world.addPosts(userId, old, 1, { publishJobId: 'of-the-post' })),
  ]
  const [live = ''] = await world.addPosts(userId, '2026-12-01T00:00:00Z', 1)
  await world.addPosts(userId, '2026-12-01T00:00:00Z', 1, { deletedAt: LONG_AGO })
  const hours = Array.from({ length: 5 }, (_, hour) => new Date(Date.parse('2020-03-02T00:00:00Z') + hour * HOUR_MS))
  await world.prisma.postMetric.createMany({
    data: hours.map((window) => ({ postId: live, window, observedAt: window })),
  })
  const key = `videos/${userId}/deleted.mp4`
  await world.overwrite(key, Buffer.from('a video'))
  const { videoId } = await world.prisma.publishedPost.findUniqueOrThrow({ where: { id: live } })
  const { id: _id, faults: _faults, ...video } = await world.prisma.video.findUniqueOrThrow({ where: { id: videoId } })
  await world.prisma.video.create({ data: { ...video, r2Key: key, deletedAt: LONG_AGO } })
  await world.prisma.platformEvent.create({
    data: { platform: 'TIKTOK', digest: randomUUID(), event: 'post.publish.complete', receivedAt: LONG_AGO },
  })
  await world.leaveUpload(`videos/${userId}/left.mp4`, 2 * DAY_MS)
  await world.leaveUpload(`videos/${userId}/begun.mp4`, 0)
  return { removed: [published, failed].sort(), kept: [young, waiting].sort(), archived: archived.sort(), live, key }
}

test('a round removes and archives all that is due, leaves the rest, and reports how much it was', async () => {
  const { removed, kept, archived, live, key } = await addEverything()
  const run = await begin()
  await run.result()

  const jobs = await world.prisma.publishJob.findMany({ select: { jobId: true } })
  expect(jobs.map(({ jobId }) => jobId).sort()).toEqual(kept)
  const stones = await world.prisma.publishJobTombstone.findMany({ orderBy: { jobId: 'asc' } })
  expect(stones.map(({ jobId }) => jobId)).toEqual(removed)
  expect(archived).toContain(stones.find(({ phase }) => phase === 'published')?.postId)

  const posts = await world.prisma.publishedPost.findMany({ orderBy: { id: 'asc' } })
  expect(posts.filter(({ archivedAt }) => archivedAt).map(({ id }) => id)).toEqual(archived)
  expect(posts.filter(({ archivedAt }) => !archivedAt).map(({ id }) => id)).toEqual([live])
  const [part] = await world.rows.parts({ userId })
  expect(await world.keys()).toEqual([part?.objectKey, part?.manifestKey].sort())
  expect(await world.keys()).not.toContain(key)
  expect(await world.prisma.postMetric.findMany({ where: { postId: live, window: { lt: LONG_AGO } } })).toMatchObject([
    { window: new Date('2020-03-02T04:00:00Z') },
  ])
  expect(await world.prisma.video.count({ where: { deletedAt: { not: null } } })).toBe(0)
  expect(await world.uploads()).toEqual([`videos/${userId}/begun.mp4`])

  const { counts, findings, startedAtMs, endedAtMs } = await lastRound(world)
  expect(findings).toEqual([])
  expect(counts).toMatchObject({
    ...{ jobs: 2, archivedParts: 1, archivedPosts: 3, archivedMetrics: 9, postponedMonths: 0, prunedPosts: 0 },
    ...{ posts: 1, videos: 1, platformEvents: 1, oauthAttempts: 0, uploads: 1 },
  })
  expect(endedAtMs).toBeGreaterThanOrEqual(startedAtMs)
  await keepHistory(run, 'retention')

  await (await begin()).result()
  expect(Object.values((await lastRound(world)).counts).every((count) => count === 0)).toBe(true)
})

test('what one step cannot do is a finding and fails the run, and every other step is done', async () => {
  const { kept } = await addEverything()
  await workers.stop()
  const store = createObjectStore({
    ...{ endpoint: world.s3.url, region: 'auto', bucket: 'videos', publicUrl: null, timeoutMs: 10_000 },
    ...{ accessKeyId: 'test-key', secretAccessKey: 'revoked' },
  })
  workers = await startRetention(world, store)
  try {
    const run = await begin()
    await expect(run.result()).rejects.toMatchObject({
      cause: {
        type: 'retention-incomplete',
        message: 'Not done: The archive of posts, Deleted posts and videos, Uploads that were left',
      },
    })
    await keepHistory(run, 'retention-incomplete')
  } finally {
    await workers.stop()
    store.close()
    workers = await startRetention(world)
  }

  const { counts, findings } = await lastRound(world)
  expect(counts).toMatchObject({ jobs: 2, platformEvents: 1 })
  expect(findings.map(({ code }) => code)).toEqual(Array(3).fill('retention-step-failed'))
  expect(findings[0]?.message).toMatch(/^The archive of posts: not done to the end\. R2 refused the request/)
  expect(await world.prisma.publishJob.count()).toBe(kept.length)
  expect(await world.prisma.publishedPost.count({ where: { archivedAt: { not: null } } })).toBe(0)
  expect(await world.prisma.video.count({ where: { deletedAt: { not: null } } })).toBe(1)

  await (await begin()).result()
  expect(await lastRound(world)).toMatchObject({ counts: { jobs: 0, archivedPosts: 3, videos: 1 }, findings: [] })
})

test('an attempt that dies between two batches is gone on with, and nothing is counted twice', async () => {
  await addJobs(world, userId, 1_200)
  // Unlike rows, what a sequence has given is not taken back with the batch that fails.
  await world.prisma.$executeRaw`CREATE SEQUENCE batches`
  await onTombstones(`IF nextval('batches') = 2 THEN RAISE EXCEPTION 'the connection is gone'; END IF;`)
  await (await begin()).result()
  expect(await world.prisma.$queryRaw`SELECT last_value::int AS batches FROM batches`).toEqual([{ batches: 5 }])
  expect(await lastRound(world)).toMatchObject({ counts: { jobs: 1_200 }, findings: [] })
  expect(await tombstones()).toBe(1_200)
})

test('a cancelled round ends between two batches, and reports', async () => {
  await addJobs(world, userId, 3_000)
  await onTombstones('PERFORM pg_advisory_xact_lock(7);')
  // Publisher's own connections are ended when they hold a transaction for long.
  const held = new Client({ connectionString: world.url })
  await held.connect()
  await held.query('SELECT pg_advisory_lock(7)')
  const run = await begin()
  try {
    const step = async () => (await run.describe()).raw.pendingActivities?.[0]
    await until(isWaiting)
    await run.cancel()
    // The worker is told with the answer to its heartbeat.
    const cancelledAtMs = Date.now()
    await until(async () => Number((await step())?.lastHeartbeatTime?.seconds ?? 0) * 1_000 > cancelledAtMs)
    expect((await run.describe()).status.name).toBe('RUNNING')
  } finally {
    await held.end()
  }
  await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } })
  const left = await world.prisma.publishJob.count()
  expect(left).toBeGreaterThan(0)
  expect(left + (await tombstones())).toBe(3_000)
  expect((await lastRound(world)).counts).toEqual({})
})
