import { randomUUID } from 'node:crypto'
import { createSyncRuns } from '../../src/temporal/sync-gateway'
import { ensureSchedules } from '../../src/temporal/ensure-schedules'
import { scheduleTable } from '../../src/temporal/schedules'
import { PLATFORMS } from '../../src/domain/platform'
import { nextPacificMidnightMs } from '../../src/domain/quota'
import { keepHistory } from '../support/histories'
import { silenceTemporal } from '../support/quiet'
import { openSyncWorld, type SyncWorld } from '../support/sync-world'
import { addDuePosts } from '../support/synced-posts'
import { until } from '../support/until'

silenceTemporal()
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Of the sandbox's TikTok videos, each of which has a pace of its own; those of the others are faster. */
const SLOWEST_VIEWS_PER_HOUR = 60
/** What Google's own refusal becomes, and whoever asks after it. */
const QUOTA_USED_UP = expect.stringMatching(/^(platform-quota-exceeded|youtube-quota-exhausted)$/)

let syncWorld: SyncWorld
let world: SyncWorld['world']
let time: SyncWorld['time']
let workers: SyncWorld['workers']

beforeAll(async () => {
  syncWorld = await openSyncWorld()
  ;({ world, time, workers } = syncWorld)
})
afterEach(() => syncWorld.clear())
afterAll(() => syncWorld.close())

const accountWithPosts: SyncWorld['accountWithPosts'] = (...given) => syncWorld.accountWithPosts(...given)
const round = () => syncWorld.round()
const report = () => syncWorld.report()
const rowsOf: SyncWorld['rowsOf'] = (account) => syncWorld.rowsOf(account)

const rowOf = (id: string) =>
  world.prisma.publishedPost.findUniqueOrThrow({ where: { id }, include: { metrics: true } })

const calls: SyncWorld['calls'] = (platform, operation) => syncWorld.calls(platform, operation)

test('a round brings the numbers of all three platforms, in as few calls as each allows, and plans the next time', async () => {
  const accounts = await Promise.all([
    accountWithPosts('TIKTOK', 21),
    accountWithPosts('YOUTUBE', 51),
    accountWithPosts('INSTAGRAM', 3),
  ])
  await time.moveTo(time.clock.nowMs() + 5 * HOUR_MS)
  const earlier = {
    tiktok: await calls('TIKTOK', 'video.query'),
    youtube: await calls('YOUTUBE', 'videos.batchGetStats'),
  }
  const startedAtMs = time.clock.nowMs()
  const workflowId = await round()
  for (const account of accounts)
    for (const { views, likes, comments, metrics, lastSyncedAt, nextSyncAt, syncFailure } of await rowsOf(account)) {
      expect(Number(views)).toBeGreaterThanOrEqual(5 * SLOWEST_VIEWS_PER_HOUR)
      expect(metrics).toMatchObject([{ views, likes, comments }])
      expect(lastSyncedAt?.getTime()).toBeGreaterThanOrEqual(startedAtMs)
      expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(startedAtMs + HOUR_MS / 2)
      expect(nextSyncAt?.getTime()).toBeLessThan(time.clock.nowMs() + 1.5 * HOUR_MS)
      expect(syncFailure).toBeNull()
    }
  expect(await calls('TIKTOK', 'video.query')).toBe(earlier.tiktok + 2)
  expect(await calls('YOUTUBE', 'videos.batchGetStats')).toBe(earlier.youtube + 2)
  expect((await report()).counts).toMatchObject({ accounts: 3, read: 75, failed: 0, putOff: 0, brokenOff: 0 })

  for (const [id, shape] of [
    [workflowId, 'sync-metrics'],
    [`${workflowId}-tiktok`, 'sync-platform'],
  ] as const)
    await keepHistory(workers.client.workflow.getHandle(id), shape)

  await round()
  expect((await report()).counts).toMatchObject({ accounts: 0, read: 0 })
})

test('rounds of an hour later give one more window each, and what is gone, revoked or faulty spoils nothing else', async () => {
  const [gone, dead, good, hidden] = await Promise.all([
    accountWithPosts('TIKTOK', 2),
    accountWithPosts('YOUTUBE', 2),
    accountWithPosts('YOUTUBE', 2),
    accountWithPosts('YOUTUBE', 1, {}, { hiddenCounts: ['likeCount'] }),
  ])
  const [lost, kept] = gone.posts
  if (!lost || !kept) throw new Error('two posts')
  await time.moveTo(time.clock.nowMs() + HOUR_MS)
  await round()
  await world.control('actions/TIKTOK/delete-video', { postId: lost.platformPostId })
  await world.prisma.platformConnection.update({ where: { id: dead.target.connectionId }, data: { status: 'EXPIRED' } })
  await time.moveTo(time.clock.nowMs() + 1.5 * HOUR_MS)
  const before = await rowsOf(dead)
  await round()

  expect(await rowOf(lost.id)).toMatchObject({ unavailableReason: 'deleted-or-private', metrics: [{}] })
  expect((await rowOf(lost.id)).nextSyncAt?.getTime()).toBeGreaterThan(time.clock.nowMs())
  expect(await rowOf(kept.id)).toMatchObject({ unavailableAt: null, metrics: [{}, {}] })
  for (const row of await rowsOf(good)) expect(row).toMatchObject({ syncFailure: null, metrics: [{}, {}] })
  for (const row of await rowsOf(hidden)) {
    expect(row.syncFailure).toBeNull()
    expect(row.metrics).toMatchObject([{ likes: null }, { likes: null }])
    expect(Number(row.views)).toBeGreaterThan(0)
  }
  for (const [index, row] of (await rowsOf(dead)).entries()) {
    expect(row).toMatchObject({ syncFailure: 'reconnect-required', views: before[index]?.views, metrics: [{}] })
    expect(row.nextSyncAt?.getTime()).toBeGreaterThan(time.clock.nowMs())
  }
})

test('posts of another account than the one that is connected now are not asked about', async () => {
  const account = await accountWithPosts('YOUTUBE', 1)
  await addDuePosts(world, { platform: 'YOUTUBE', userId: account.target.userId, accountId: account.accountId }, 1, {
    platformUserId: 'another-channel',
  })
  await round()
  const rows = await rowsOf(account)
  expect(rows.map(({ syncFailure }) => syncFailure).sort()).toEqual(['account-changed', null])
})

test("YouTube's shares come from its report, days behind, and are asked for once a day", async () => {
  const account = await accountWithPosts('YOUTUBE', 1)
  const earlier = await calls('YOUTUBE', 'reports.query')
  await time.moveTo(time.clock.nowMs() + 2 * HOUR_MS)
  await round()
  await time.moveTo(time.clock.nowMs() + 2 * HOUR_MS)
  await round()
  const [early] = await rowsOf(account)
  expect(early).toMatchObject({ shares: 0n, metrics: [{}, { shares: null }] })
  expect(await calls('YOUTUBE', 'reports.query')).toBe(earlier + 1)
  await time.moveTo(time.clock.nowMs() + 6 * DAY_MS)
  await round()
  const [late] = await rowsOf(account)
  expect(Number(late?.shares)).toBeGreaterThan(0)
  expect(await calls('YOUTUBE', 'reports.query')).toBe(earlier + 2)
})

test('a TikTok id that is told late is written to the post with the first numbers under it', async () => {
  const caption = `A caption of ${randomUUID()}`
  const account = await accountWithPosts('TIKTOK', 0)
  const told = (await world.control('actions/TIKTOK/post-videos', { accountId: account.accountId, caption })) as {
    postIds: string[]
  }
  const { id: videoId } = await world.addVideo(1_000, account.target.userId)
  await world.prisma.publishedPost.create({
    data: {
      ...{ userId: account.target.userId, videoId, platform: 'TIKTOK', caption, platformUserId: account.accountId },
      ...{ platformPostId: 'v_pub_file~1', platformPostIdProvisional: true },
      publishedAt: new Date(time.clock.nowMs()),
    },
  })
  await time.moveTo(time.clock.nowMs() + HOUR_MS)
  await round()
  const [row] = await rowsOf(account)
  expect(row).toMatchObject({
    syncFailure: null,
    platformPostId: told.postIds[0],
    platformPostIdProvisional: false,
    url: expect.stringContaining(String(told.postIds[0])),
    metrics: [{}],
  })
})

test('once the quota of metrics is used up, YouTube is left alone until Pacific midnight, and the others are not', async () => {
  const [channels, tiktok] = await Promise.all([
    Promise.all(Array.from({ length: 3 }, () => accountWithPosts('YOUTUBE', 1))),
    accountWithPosts('TIKTOK', 1),
  ])
  await world.control('faults', {
    platform: 'YOUTUBE',
    operation: 'videos.batchGetStats',
    kind: 'before-effect',
    status: 403,
    body: { error: { code: 403, message: 'used up', errors: [{ domain: 'youtube.quota', reason: 'quotaExceeded' }] } },
  })
  const midnightMs = nextPacificMidnightMs(time.clock.nowMs())
  await round()
  for (const channel of channels)
    for (const { nextSyncAt, syncFailure } of await rowsOf(channel)) {
      expect(syncFailure).toEqual(QUOTA_USED_UP)
      expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(midnightMs)
      expect(nextSyncAt?.getTime()).toBeLessThan(midnightMs + HOUR_MS)
    }
  expect(await rowsOf(tiktok)).toMatchObject([{ syncFailure: null, metrics: [{}] }])
  const { counts, findings } = await report()
  expect(counts).toMatchObject({ read: 1, putOff: 3 })
  expect(findings).toMatchObject([{ code: QUOTA_USED_UP }])
})

test('a forced sync is brought at once by the schedule, whose row tells what it did', async () => {
  await ensureSchedules(
    workers.client,
    scheduleTable({ reconcileIntervalMs: DAY_MS, renewIntervalMs: DAY_MS, metricsIntervalMs: DAY_MS }),
  )
  const accounts = await Promise.all(PLATFORMS.map((platform) => accountWithPosts(platform, 1)))
  await createSyncRuns(workers.client).start()
  for (const account of accounts)
    await until(async () => (await rowsOf(account)).every(({ lastSyncedAt }) => lastSyncedAt !== null))
  await until(async () => (await report()).counts.read === 3)
})
