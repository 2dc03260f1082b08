import type { ProblemDetails } from '../../src/api/problems'
import type { PostMetricsView } from '../../src/api/schemas/metrics'
import type { PostView } from '../../src/api/schemas/post'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { addReadings, createPost, type Reading } from '../support/post-table'

let api: TestApi
let creator: Awaited<ReturnType<typeof createCreator>>

beforeAll(async () => {
  api = await startTestApi()
  creator = await createCreator(api.prisma)
})
afterAll(() => api.close())

/** A Sunday. */
const PUBLISHED = '2027-01-10T08:30:00Z'

async function post(readings: Reading[], columns: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}) {
  const id = await createPost(api.prisma, creator, { publishedAt: new Date(PUBLISHED), ...columns })
  await addReadings(api.prisma, id, readings)
  return id
}

const metrics = <Body = PostMetricsView>(id: string, query = '') =>
  api.send<Body>('GET', `/v1/posts/${id}/metrics${query && `?${query}`}`)

const views = ({ items }: PostMetricsView) =>
  items.map(({ startsAt, counters, gained }) => [startsAt.slice(5, 13), counters.views, gained.views])

test('each bucket has the last value that was told in it, and what was gained since the one before', async () => {
  const id = await post([
    ['2027-01-10T08:00Z', { views: 10 }],
    ['2027-01-10T20:00Z', { views: 40 }],
    ['2027-01-11T03:00Z', { views: 70 }],
    ['2027-01-11T23:00Z', { views: 100 }],
  ])
  const { status, body } = await metrics(id, 'bucket=day')
  expect(status).toBe(200)
  expect(views(body)).toEqual([
    ['01-10T00', 40, 40],
    ['01-11T00', 100, 60],
  ])
  expect([body.bucket, body.from, body.to]).toEqual(['day', '2027-01-10T00:00:00.000Z', '2027-01-16T00:00:00.000Z'])
})

test('weeks begin on Monday, UTC', async () => {
  const id = await post([
    ['2027-01-10T23:00Z', { views: 10 }],
    ['2027-01-11T00:00Z', { views: 15 }],
  ])
  expect(views((await metrics(id, 'bucket=week')).body)).toEqual([
    ['01-04T00', 10, 10],
    ['01-11T00', 15, 5],
  ])
})

test('what a platform takes back is told as it is', async () => {
  const id = await post([
    ['2027-01-10T09:00Z', { views: 100, likes: 9 }],
    ['2027-01-10T10:00Z', { views: 80, likes: 9 }],
  ])
  const { body } = await metrics(id, 'bucket=hour')
  expect(body.items[1]?.gained).toEqual({ views: -20, likes: 0, comments: null, shares: null })
})

test('a counter that was not reported is null, and the next one is compared with when it was last known', async () => {
  const id = await post([
    ['2027-01-10T09:00Z', { views: 10, shares: 1 }],
    ['2027-01-10T10:00Z', { views: 20 }],
    ['2027-01-10T11:00Z', { shares: 4 }],
    ['2027-01-10T12:00Z', { views: 50, shares: 4 }],
    ['2027-01-10T13:00Z', {}],
  ])
  const { body } = await metrics(id, 'bucket=hour')
  expect(
    body.items.map(({ counters, gained }) => [counters.views, gained.views, counters.shares, gained.shares]),
  ).toEqual([
    [10, 10, 1, 1],
    [20, 10, null, null],
    [null, null, 4, 3],
    [50, 30, 4, 0],
    [null, null, null, null],
  ])
  const day = await metrics(id, 'bucket=day')
  expect(day.body.items[0]).toMatchObject({ counters: { views: 50, shares: 4 }, gained: { views: 50, shares: 4 } })
})

test('the first bucket of a range is compared with what was known before the range', async () => {
  const id = await post([
    ['2027-01-10T09:00Z', { views: 10, shares: 2 }],
    ['2027-01-11T09:00Z', { views: 30 }],
    ['2027-01-12T09:00Z', { views: 35, shares: 5 }],
  ])
  const { body } = await metrics(id, 'from=2027-01-12T00:00:00Z&to=2027-01-13T00:00:00Z&bucket=day')
  expect(body.items.map(({ gained }) => [gained.views, gained.shares])).toEqual([[5, 3]])
})

test('a first number that came long after the publication tells nothing of when it was gained', async () => {
  const id = await post([
    ['2027-01-12T09:00Z', { views: 500 }],
    ['2027-01-13T09:00Z', { views: 510 }],
  ])
  expect(views((await metrics(id, 'bucket=day')).body)).toEqual([
    ['01-12T00', 500, null],
    ['01-13T00', 510, 10],
  ])
})

test('thinned readings give the same days as those that they were thinned from', async () => {
  const hourly: Reading[] = [8, 12, 16, 23].map((hour) => [
    `2027-01-11T${`${hour}`.padStart(2, '0')}:00Z`,
    { views: hour * 10 },
  ])
  const id = await post([['2027-01-10T09:00Z', { views: 5 }], ...hourly, ['2027-01-12T01:00Z', { views: 300 }]])
  const whole = await metrics(id, 'bucket=day')
  await api.prisma.postMetric.deleteMany({
    where: { postId: id, window: { gte: new Date('2027-01-11T00:00Z'), lt: new Date('2027-01-11T23:00Z') } },
  })
  const thinned = await metrics(id, 'bucket=day')
  expect(views(thinned.body)).toEqual([
    ['01-10T00', 5, 5],
    ['01-11T00', 230, 225],
    ['01-12T00', 300, 70],
  ])
  expect(thinned.body.items).toEqual(whole.body.items)
})

test('a range is that of whole buckets, wherever its offsets are', async () => {
  const id = await post([
    ['2027-01-10T08:00Z', { views: 1 }],
    ['2027-01-10T10:00Z', { views: 3 }],
  ])
  const { body } = await metrics(
    id,
    `from=${encodeURIComponent('2027-01-10T10:30:00+01:00')}&to=2027-01-10T10:00:00Z&bucket=hour`,
  )
  expect([body.from, body.to, body.items]).toEqual(['2027-01-10T09:00:00.000Z', '2027-01-10T10:00:00.000Z', []])
})

test.each([
  ['2027-01-15T11:30:00Z', 'hour'],
  ['2027-01-01T00:00:00Z', 'day'],
  ['2026-01-01T00:00:00Z', 'week'],
])('the life of a post of %s is told by the %s', async (publishedAt, bucket) => {
  const id = await post([], { publishedAt: new Date(publishedAt) })
  expect((await metrics(id)).body).toMatchObject({ bucket, items: [] })
})

test('current numbers are told with why they are as old as they are, in the post, too', async () => {
  const id = await post([], {
    views: 5_000_000_000n,
    likes: 7n,
    lastSyncedAt: new Date('2027-01-14T10:00Z'),
    nextSyncAt: new Date('2027-01-15T13:00Z'),
    syncFailure: 'reconnect-required',
    unavailableAt: new Date('2027-01-14T12:00Z'),
    unavailableReason: 'private-at-platform',
    archivedAt: new Date('2027-01-14T13:00Z'),
  })
  const standing = {
    unavailable: {
      at: '2027-01-14T12:00:00.000Z',
      reason: 'private-at-platform',
      message: 'The post was made private on TikTok.',
    },
    sync: {
      lastSyncedAt: '2027-01-14T10:00:00.000Z',
      nextSyncAt: '2027-01-15T13:00:00.000Z',
      failure: { code: 'reconnect-required', message: expect.stringContaining('connect the TikTok account again') },
    },
    archivedAt: '2027-01-14T13:00:00.000Z',
  }
  const current = { views: 5_000_000_000, likes: 7, comments: 0, shares: 0 }
  expect((await metrics(id)).body).toMatchObject({ postId: id, current, ...standing })
  expect((await api.send<PostView>('GET', `/v1/posts/${id}`)).body).toMatchObject(standing)
})

test('shares that YouTube has never told are not told as none', async () => {
  const id = await post([], { platform: 'YOUTUBE', views: 3n })
  const shares = async () => [
    (await metrics(id)).body.current.shares,
    (await api.send<PostView>('GET', `/v1/posts/${id}`)).body.metrics.shares,
  ]
  expect(await shares()).toEqual([null, null])
  await api.prisma.publishedPost.update({ where: { id }, data: { sharesSyncedAt: new Date('2027-01-14T10:00Z') } })
  expect(await shares()).toEqual([0, 0])
})

test('a post about which nothing is wrong says so', async () => {
  const id = await post([], { nextSyncAt: null })
  expect((await api.send<PostView>('GET', `/v1/posts/${id}`)).body).toMatchObject({
    unavailable: null,
    sync: { lastSyncedAt: null, nextSyncAt: null, failure: null },
    archivedAt: null,
  })
})

describe('a bad question', () => {
  const faults = async (query: string) => {
    const { status, body } = await metrics<ProblemDetails>(await post([]), query)
    return [status, body.errors?.map((error) => ['parameter' in error && error.parameter, error.code])]
  }

  test('is told all that is wrong with it at once', async () => {
    expect(await faults('from=2027-01-11T00:00:00Z&to=2027-01-10T00:00:00Z&bucket=month&limit=3')).toEqual([
      422,
      [
        ['bucket', 'not-allowed'],
        ['limit', 'unknown-parameter'],
        ['from', 'range-empty'],
      ],
    ])
    expect(await faults('from=2027-01-11T00:00:00&to=yesterday')).toEqual([
      422,
      [
        ['from', 'instant-needs-offset'],
        ['to', 'malformed-instant'],
      ],
    ])
  })

  test.each([
    ['from=2027-01-10T00:00:00Z&to=2027-01-10T00:00:00Z', 'from', 'range-empty'],
    ['from=2027-02-10T00:00:00Z', 'from', 'range-empty'],
    ['to=2027-01-01T00:00:00Z', 'to', 'range-empty'],
    ['from=2026-11-01T00:00:00Z&bucket=hour', 'bucket', 'too-many-buckets'],
    ['from=1970-01-01T00:00:00Z', 'bucket', 'too-many-buckets'],
    ['from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z', 'from', 'instant-out-of-range'],
    ['to=9999-12-31T23:59:59-12:00&from=9999-01-01T00:00:00Z', 'from', 'instant-out-of-range'],
  ])('%s is refused by the name of the parameter', async (query, parameter, code) => {
    const [status, errors] = await faults(query)
    expect(status).toBe(422)
    expect(errors).toContainEqual([parameter, code])
  })

  test('is told how many buckets it makes, and how many there may be', async () => {
    const { body } = await metrics<ProblemDetails>(await post([]), 'from=2026-11-01T00:00:00Z&bucket=hour')
    expect(body.errors?.[0]?.message).toMatch(/^Makes 1,8\d\d buckets; at most 1,000/)
  })

  test('about a post that does not exist is 404', async () => {
    const { status, body } = await metrics<ProblemDetails>('nobody')
    expect([status, body.code]).toEqual([404, 'post-not-found'])
  })
})
