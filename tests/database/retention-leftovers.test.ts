import { randomUUID } from 'node:crypto'
import { pacificDay } from '../../src/domain/quota'
import type { RowKind } from '../../src/domain/retention'
import type { Prisma } from '../../src/generated/prisma/client'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'
import { DAY_MS, retentionOf } from '../support/retention'

let table: JobTable
let retention: ReturnType<typeof retentionOf>
let userId: string
let endpointId: string

beforeAll(async () => {
  table = await openJobTable()
  retention = retentionOf(table)
  ;({ userId } = await table.newJob())
  const endpoint = { principal: 'test', url: 'https://example.com/', events: [], secret: 'sealed' }
  endpointId = (await table.prisma.webhookEndpoint.create({ data: endpoint, select: { id: true } })).id
})
afterAll(() => table.close())

const ago = (days: number) => new Date(START_MS - days * DAY_MS)

type Row = Record<string, unknown>

/** How a row of a kind is made that is so many days old, and how many there are. */
const KINDS: [Exclude<RowKind, 'jobs' | 'metrics' | 'posts' | 'videos'>, number, (at: Date) => Promise<Row>][] = [
  [
    'oauthAttempts',
    1,
    (expiresAt) =>
      table.prisma.connectionAttempt.create({
        data: { userId, platform: 'TIKTOK', principal: 'test', linkHash: randomUUID(), expiresAt },
      }),
  ],
  [
    'platformEvents',
    7,
    (receivedAt) =>
      table.prisma.platformEvent.create({
        data: { platform: 'TIKTOK', digest: randomUUID(), event: 'post.publish.complete', receivedAt },
      }),
  ],
  [
    'webhookMessages',
    30,
    (createdAt) =>
      table.prisma.webhookMessage.create({
        data: { endpointId, type: 'webhook.test', payload: {}, createdAt },
      }),
  ],
  ['events', 30, (createdAt) => addEvent(createdAt)],
  [
    'cooldowns',
    7,
    (until) =>
      table.prisma.platformCooldown.create({
        data: { platform: 'TIKTOK', scope: 'ALL', reason: randomUUID(), message: '', remedy: '', until },
      }),
  ],
  [
    'callWindows',
    7,
    (updatedAt) =>
      table.prisma.callWindow.create({
        data: { platform: 'TIKTOK', platformUserId: randomUUID(), name: 'video.init', updatedAt },
      }),
  ],
  ['quotaReservations', 41, (createdAt) => reserve(randomUUID(), createdAt)],
  [
    'quotaBuckets',
    41,
    (createdAt) =>
      table.prisma.quotaBucket.create({ data: { name: randomUUID(), date: dayOf(createdAt), limit: 1, createdAt } }),
  ],
]

const dayOf = (at: Date) => pacificDay(at.getTime())

async function addEvent(createdAt: Date): Promise<Row> {
  const connectionId = table.connectionIds.TIKTOK
  return table.prisma.event.create({ data: { kind: 'connection', userId, connectionId, data: {}, createdAt } })
}

const reserve = (publishJobId: string, createdAt: Date): Promise<Row> =>
  table.prisma.quotaReservation.create({
    data: {
      ...{ publishJobId, purpose: 'upload', sessionNumber: 1, date: dayOf(createdAt), units: 1, createdAt },
      state: 'SPENT',
    },
  })

test.each(KINDS)('%s go once they are older than %i days, and not before', async (kind, days, add) => {
  await add(ago(days + 1))
  await add(ago(days + 300))
  await add(ago(days - 0.9))
  await add(ago(0))
  expect(await retention.counted(kind)).toBe(2)
  expect(await retention.remove(kind)).toBe(2)
  expect(await retention.counted(kind)).toBe(0)
  expect(await retention.remove(kind)).toBe(0)
})

test('what holds without an end, or still, is no leftover', async () => {
  const cooldown = { platform: 'YOUTUBE' as const, scope: 'ALL' as const, message: '', remedy: '', createdAt: ago(900) }
  await table.prisma.platformCooldown.createMany({
    data: [
      { ...cooldown, reason: 'paused', until: null },
      { ...cooldown, reason: 'rate-limited', until: ago(-1) },
    ],
  })
  expect(await retention.remove('cooldowns')).toBe(0)
})

test('the reservations of a job stay as long as it does, and a quota day as long as they do', async () => {
  const { rowId } = await table.addJob('waiting-for-quota')
  const old = ago(60)
  await reserve(rowId, old)
  const { id } = await table.prisma.youTubeQuota.create({ data: { date: dayOf(old), createdAt: old } })
  await table.prisma.youTubeQuota.create({ data: { date: dayOf(ago(61)), createdAt: ago(61) } })
  expect(await retention.remove('quotaReservations')).toBe(0)
  expect(await retention.remove('quotaDays')).toBe(1)
  expect(await table.prisma.youTubeQuota.findMany({ select: { id: true } })).toEqual([{ id }])

  await table.prisma.publishJob.delete({ where: { id: rowId } })
  expect(await retention.remove('quotaReservations')).toBe(1)
  expect(await retention.remove('quotaDays')).toBe(1)
})

describe('soft-deleted', () => {
  const GRACE_DAYS = 30
  const old = ago(GRACE_DAYS + 1)

  async function addVideo(deletedAt: Date | null) {
    const id = await table.addVideo()
    const { r2Key } = await table.prisma.video.update({ where: { id }, data: { deletedAt }, select: { r2Key: true } })
    return { id, key: r2Key }
  }

  const addPost = (videoId: string, change: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}) => {
    const post = { userId, videoId, platform: 'TIKTOK' as const, caption: '', platformPostId: randomUUID() }
    return table.prisma.publishedPost.create({ data: { ...post, ...change }, select: { id: true } })
  }

  const videoIds = async () => (await table.prisma.video.findMany({ select: { id: true } })).map(({ id }) => id)

  test('posts go with their metrics after the grace, and the live ones stay', async () => {
    const { id: videoId } = await addVideo(null)
    const { id: postId } = await addPost(videoId, { deletedAt: old })
    await table.prisma.postMetric.create({ data: { postId, window: new Date('2026-12-01T05:00Z'), observedAt: old } })
    const [fresh, live] = [await addPost(videoId, { deletedAt: ago(GRACE_DAYS - 1) }), await addPost(videoId)]
    expect(await retention.counted('posts')).toBe(1)
    expect(await retention.remove('posts')).toBe(1)
    const posts = await table.prisma.publishedPost.findMany({ where: { videoId }, select: { id: true } })
    expect(posts.map(({ id }) => id).sort()).toEqual([fresh.id, live.id].sort())
    expect(await table.prisma.postMetric.count({ where: { postId } })).toBe(0)
  })

  test('videos go once nothing needs them, each with its object', async () => {
    const gone = await addVideo(old)
    const failed = await addVideo(old)
    await table.addJob('failed', { videoId: failed.id })
    const needed = [
      await addVideo(null),
      await addVideo(ago(GRACE_DAYS - 1)),
      await addVideo(old).then(async (video) => addPost(video.id).then(() => video)),
      await addVideo(old).then(async (video) => addPost(video.id, { deletedAt: ago(1) }).then(() => video)),
      await addVideo(old).then(async (video) => addPruned(video.id).then(() => video)),
      await addVideo(old).then(async (video) => table.addJob('published', { videoId: video.id }).then(() => video)),
      await addVideo(old).then(async (video) => table.addJob('unconfirmed', { videoId: video.id }).then(() => video)),
      await addVideo(old).then(async (video) => table.addJob('scheduled', { videoId: video.id }).then(() => video)),
    ]
    expect(await retention.counted('videos')).toBe(2)
    expect((await retention.removeVideos()).sort()).toEqual([gone.key, failed.key].sort())
    const left = await videoIds()
    expect(left).toEqual(expect.arrayContaining(needed.map(({ id }) => id)))
    expect(left).not.toContain(gone.id)
    expect(await retention.counted('videos')).toBe(0)
  })

  test('a video whose object could not be erased keeps its row, which tells where the object is', async () => {
    const { id } = await addVideo(old)
    const failing = () => Promise.reject(new Error('R2 is down'))
    const removal = async () => {
      for await (const _batch of retention.rows.removeVideos(START_MS, failing));
    }
    await expect(removal()).rejects.toThrow('R2 is down')
    expect(await videoIds()).toContain(id)
    await retention.removeVideos()
    expect(await videoIds()).not.toContain(id)
  })

  async function addPruned(videoId: string): Promise<void> {
    const archive = { userId, month: '2025-01', part: 1, objectKey: 'o', manifestKey: 'm', sha256: '', sizeBytes: 1n }
    const counts = { postCount: 1, metricCount: 0, archivedAt: old, prunedAt: old }
    const { id: archiveId } = await table.prisma.postArchive.create({ data: { ...archive, ...counts } })
    await table.prisma.prunedPost.create({
      data: { id: randomUUID(), archiveId, userId, videoId, platform: 'TIKTOK', platformPostId: 'pruned' },
    })
  }
})
