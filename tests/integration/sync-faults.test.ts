import { randomUUID } from 'node:crypto'
import type { Platform } from '../../src/domain/platform'
import { nextPacificMidnightMs } from '../../src/domain/quota'
import { silenceTemporal } from '../support/quiet'
import { openSyncWorld, type MeasuredAccount, type SyncWorld } from '../support/sync-world'
import { trackJob } from '../support/tracked-job'
import { openWorldApi } from '../support/world-api'

silenceTemporal()
const HOUR_MS = 3_600_000

/** Numbers have a bucket of that size. */
const BATCH_STATS_A_DAY = 5

let sync: SyncWorld

beforeAll(async () => {
  sync = await openSyncWorld({
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
    YOUTUBE_BATCH_STATS_LIMIT: String(BATCH_STATS_A_DAY),
  })
})
afterEach(async () => {
  await sync.clear()
  await sync.world.prisma.quotaBucket.deleteMany()
})
afterAll(() => sync.close())

const fault = (platform: Platform, operation: string, what: object) =>
  sync.world.control('faults', { platform, operation, ...what })

const laterBy = (ms: number) => sync.time.moveTo(sync.time.clock.nowMs() + ms)

/** The post of an account that has one. */
async function onlyRow(account: MeasuredAccount) {
  const [row] = await sync.rowsOf(account)
  if (!row) throw new Error('the account has no post')
  return row
}

test('what fails on one platform comes again within two hours, and costs the others nothing', async () => {
  const [tiktok, youtube, instagram] = await Promise.all([
    sync.accountWithPosts('TIKTOK', 1),
    sync.accountWithPosts('YOUTUBE', 1),
    sync.accountWithPosts('INSTAGRAM', 1),
  ])
  await fault('TIKTOK', 'video.query', { kind: 'before-effect', status: 503 })
  await fault('YOUTUBE', 'videos.batchGetStats', { kind: 'html-error' })
  await sync.round()
  expect((await sync.report()).counts).toMatchObject({ read: 1, failed: 2, brokenOff: 0 })
  expect(await onlyRow(instagram)).toMatchObject({ syncFailure: null, metrics: [{}] })
  for (const account of [tiktok, youtube]) {
    const { syncFailure, lastSyncedAt, nextSyncAt, metrics } = await onlyRow(account)
    expect({ syncFailure, lastSyncedAt, metrics }).toEqual({
      syncFailure: 'platform-unavailable',
      lastSyncedAt: null,
      metrics: [],
    })
    expect(nextSyncAt?.getTime()).toBeGreaterThan(sync.time.clock.nowMs())
    expect(nextSyncAt?.getTime()).toBeLessThan(sync.time.clock.nowMs() + 2 * HOUR_MS)
  }

  await sync.world.control('faults', undefined, 'DELETE')
  await laterBy(2 * HOUR_MS)
  await sync.round()
  for (const account of [tiktok, youtube])
    expect(await onlyRow(account)).toMatchObject({ syncFailure: null, metrics: [{}] })
})

test('an account whose calls are limited is left alone until the limit ends, and no other is', async () => {
  const [limited, other] = await Promise.all([sync.accountWithPosts('TIKTOK', 41), sync.accountWithPosts('TIKTOK', 1)])
  const limit = { kind: 'rate-limit', accountId: limited.accountId, times: 1, retryAfterSeconds: 7_200 }
  await fault('TIKTOK', 'video.query', limit)
  const before = await sync.calls('TIKTOK', 'video.query')
  const endsAtMs = sync.time.clock.nowMs() + 2 * HOUR_MS
  await sync.round()
  expect(await sync.calls('TIKTOK', 'video.query')).toBe(before + 2)
  expect(await onlyRow(other)).toMatchObject({ syncFailure: null, metrics: [{}] })
  for (const { syncFailure, nextSyncAt } of await sync.rowsOf(limited)) {
    expect(syncFailure).toBe('rate-limited')
    expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(endsAtMs)
  }

  // Nor when a user asks for numbers at once.
  const { userId } = limited.target
  await sync.world.prisma.publishedPost.updateMany({ where: { userId }, data: { nextSyncAt: new Date(0) } })
  await sync.round()
  expect(await sync.calls('TIKTOK', 'video.query')).toBe(before + 2)

  await laterBy(3.5 * HOUR_MS)
  await sync.round()
  for (const row of await sync.rowsOf(limited)) expect(row).toMatchObject({ syncFailure: null, metrics: [{}] })
})

test('numbers that an answer leaves out are not known, and never nothing: what was known stays', async () => {
  const [reel, video] = await Promise.all([sync.accountWithPosts('INSTAGRAM', 1), sync.accountWithPosts('YOUTUBE', 1)])
  await laterBy(2 * HOUR_MS)
  await sync.round()
  const known = [await onlyRow(reel), await onlyRow(video)]
  for (const { views } of known) expect(Number(views)).toBeGreaterThan(0)

  const answer = (body: object) => ({ kind: 'before-effect', status: 200, body })
  await fault('INSTAGRAM', 'media.insights', answer({ data: [] }))
  await fault('INSTAGRAM', 'media.get', answer({ id: reel.posts[0]?.platformPostId }))
  await fault(
    'YOUTUBE',
    'videos.batchGetStats',
    answer({ kind: 'a list', items: [{ id: video.posts[0]?.platformPostId }] }),
  )
  await laterBy(2 * HOUR_MS)
  await sync.round()
  for (const [index, account] of [reel, video].entries()) {
    const { views, likes, comments, metrics, syncFailure } = await onlyRow(account)
    expect({ views, likes, comments }).toEqual({
      views: known[index]?.views,
      likes: known[index]?.likes,
      comments: known[index]?.comments,
    })
    expect(syncFailure).toBeNull()
    expect(metrics).toMatchObject([{}, { views: null, likes: null, comments: null }])
  }
})

test("once numbers have used up their share of YouTube's day, no call is made for them, and videos are published", async () => {
  const channels = await Promise.all(
    Array.from({ length: BATCH_STATS_A_DAY + 3 }, () => sync.accountWithPosts('YOUTUBE', 1)),
  )
  const before = await sync.calls('YOUTUBE', 'videos.batchGetStats')
  const midnightMs = nextPacificMidnightMs(sync.time.clock.nowMs())
  await sync.round()
  expect(await sync.calls('YOUTUBE', 'videos.batchGetStats')).toBe(before + BATCH_STATS_A_DAY)
  expect((await sync.report()).counts).toMatchObject({ read: BATCH_STATS_A_DAY, putOff: 3 })
  const left = (await Promise.all(channels.map(onlyRow))).filter(({ syncFailure }) => syncFailure !== null)
  expect(left).toHaveLength(3)
  for (const { syncFailure, nextSyncAt } of left) {
    expect(syncFailure).toBe('youtube-quota-exhausted')
    expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(midnightMs)
  }

  const [channel] = channels
  const job = await trackJob(sync.world, sync.workers, 'YOUTUBE', channel?.target)
  await job.start()
  expect(await job.ended()).toMatchObject({ phase: 'published' })
})

test('a TikTok id that came late is told over HTTP, with the numbers and the address of the post', async () => {
  const api = await openWorldApi(sync.world)
  try {
    const caption = `A caption of ${randomUUID()}`
    const account = await sync.accountWithPosts('TIKTOK', 0)
    const { userId } = account.target
    const { id: videoId } = await sync.world.addVideo(1_000, userId)
    const { id } = await sync.world.prisma.publishedPost.create({
      data: {
        ...{ userId, videoId, platform: 'TIKTOK', caption, platformUserId: account.accountId },
        ...{ platformPostId: `v_pub_file~${randomUUID()}`, platformPostIdProvisional: true },
        publishedAt: new Date(sync.time.clock.nowMs()),
      },
    })
    expect((await api.send('GET', `/v1/posts/${id}`)).body).toMatchObject({ platformPostId: null, url: null })

    const action = { accountId: account.accountId, caption }
    const told = (await sync.world.control('actions/TIKTOK/post-videos', action)) as { postIds: string[] }
    await laterBy(HOUR_MS)
    await sync.round()
    const publicId = told.postIds[0] ?? ''
    expect((await api.send('GET', `/v1/posts/${id}`)).body).toMatchObject({
      platformPostId: publicId,
      url: expect.stringContaining(publicId),
    })
  } finally {
    await api.close()
  }
})
