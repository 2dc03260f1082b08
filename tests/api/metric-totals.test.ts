import type { ProblemDetails } from '../../src/api/problems'
import type { MetricTotalsView } from '../../src/api/schemas/metrics'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { addReadings, createPost, type Reading } from '../support/post-table'

let api: TestApi
let anna: Awaited<ReturnType<typeof createCreator>>
let ben: Awaited<ReturnType<typeof createCreator>>

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  await api.prisma.user.deleteMany()
  anna = await createCreator(api.prisma)
  ben = await createCreator(api.prisma)
})

async function post(
  creator: typeof anna,
  publishedAt: string,
  readings: Reading[],
  columns: Partial<Prisma.PublishedPostUncheckedCreateInput> = {},
) {
  const id = await createPost(api.prisma, creator, { publishedAt: new Date(publishedAt), ...columns })
  await addReadings(api.prisma, id, readings)
}

const totals = <Body = MetricTotalsView>(query = '') =>
  api.send<Body>('GET', `/v1/metrics/totals${query && `?${query}`}`)

/** Two days, of which each has its own. */
const WEEKEND = 'from=2027-01-09T00:00:00Z&to=2027-01-11T00:00:00Z&bucket=day'

async function publishSome() {
  await post(
    anna,
    '2027-01-09T08:00:00Z',
    [
      ['2027-01-09T09:00Z', { views: 10, likes: 1 }],
      ['2027-01-10T09:00Z', { views: 25, likes: 3 }],
    ],
    { views: 30n, likes: 4n, shares: 2n },
  )
  await post(anna, '2027-01-10T08:00:00Z', [['2027-01-10T10:00Z', { views: 100 }]], {
    platform: 'YOUTUBE',
    views: 100n,
  })
  // An older one, whose numbers go down.
  await post(
    ben,
    '2026-12-01T08:00:00Z',
    [
      ['2027-01-01T09:00Z', { views: 1_000 }],
      ['2027-01-10T09:00Z', { views: 993 }],
    ],
    { views: 993n },
  )
}

const numbers = (counters: { views: number; likes: number; comments: number; shares: number }) =>
  Object.values(counters)

test('every period tells what was published in it, what that has now, and what all posts gained', async () => {
  await publishSome()
  const { status, body } = await totals(WEEKEND)
  expect(status).toBe(200)
  expect(body).toEqual({
    bucket: 'day',
    from: '2027-01-09T00:00:00.000Z',
    to: '2027-01-11T00:00:00.000Z',
    groupBy: null,
    nextCursor: null,
    items: [
      {
        userId: null,
        platform: null,
        posts: 2,
        counters: { views: 130, likes: 4, comments: 0, shares: 2 },
        gained: { views: 118, likes: 3, comments: 0, shares: 0 },
        periods: [
          {
            startsAt: '2027-01-09T00:00:00.000Z',
            posts: 1,
            counters: { views: 30, likes: 4, comments: 0, shares: 2 },
            gained: { views: 10, likes: 1, comments: 0, shares: 0 },
          },
          {
            startsAt: '2027-01-10T00:00:00.000Z',
            posts: 1,
            counters: { views: 100, likes: 0, comments: 0, shares: 0 },
            gained: { views: 15 + 100 - 7, likes: 2, comments: 0, shares: 0 },
          },
        ],
      },
    ],
  })
})

test('platforms are told apart, each of them', async () => {
  await publishSome()
  const { body } = await totals(`${WEEKEND}&groupBy=platform`)
  expect(body.items.map(({ platform, posts, gained }) => [platform, posts, gained.views])).toEqual([
    ['TIKTOK', 1, 18],
    ['INSTAGRAM', 0, 0],
    ['YOUTUBE', 1, 100],
  ])
  const one = await totals(`${WEEKEND}&groupBy=platform&platform=YOUTUBE&userId=${anna.userId}`)
  expect(one.body.items).toMatchObject([{ platform: 'YOUTUBE', userId: anna.userId, gained: { views: 100 } }])
})

test('users are told apart page by page, those with posts', async () => {
  await publishSome()
  await createCreator(api.prisma)
  const first = await totals(`${WEEKEND}&groupBy=user&limit=1`)
  const second = await totals(`${WEEKEND}&groupBy=user&limit=1&cursor=${first.body.nextCursor}`)
  const items = [...first.body.items, ...second.body.items]
  expect(items.map(({ userId, posts, gained }) => [userId, posts, gained.views])).toEqual([
    [ben.userId, 0, -7],
    [anna.userId, 2, 125],
  ])
  expect(second.body.nextCursor).toBeNull()
})

test('the parts add up to the whole, by whatever they are told apart', async () => {
  await publishSome()
  const [whole] = (await totals(WEEKEND)).body.items
  for (const groupBy of ['user', 'platform']) {
    const { items } = (await totals(`${WEEKEND}&groupBy=${groupBy}`)).body
    const sums = items.map(({ counters, gained, posts }) => [posts, ...numbers(counters), ...numbers(gained)])
    const sum = sums.reduce((a, b) => a.map((value, at) => value + (b[at] ?? 0)))
    expect(whole && [whole.posts, ...numbers(whole.counters), ...numbers(whole.gained)]).toEqual(sum)
  }
})

test('a user and a platform narrow what is added up', async () => {
  await publishSome()
  const { body } = await totals(`${WEEKEND}&userId=${anna.userId}&platform=TIKTOK`)
  expect(body.items).toMatchObject([{ userId: anna.userId, platform: 'TIKTOK', posts: 1, gained: { views: 25 } }])
  expect((await totals(`${WEEKEND}&userId=nobody`)).body.items).toMatchObject([{ posts: 0, periods: [] }])
})

test('what was deleted here does not count', async () => {
  await post(anna, '2027-01-09T08:00:00Z', [['2027-01-09T09:00Z', { views: 10 }]], {
    deletedAt: new Date(),
    views: 10n,
  })
  expect((await totals(WEEKEND)).body.items).toMatchObject([{ posts: 0, periods: [] }])
  expect((await totals(`${WEEKEND}&groupBy=user`)).body.items).toEqual([])
})

test('sums pass what one counter can hold', async () => {
  for (const user of [anna, ben]) {
    await post(user, '2027-01-09T08:00:00Z', [['2027-01-09T09:00Z', { views: 4_000_000_000_000_000 }]], {
      views: 4_000_000_000_000_000n,
    })
  }
  expect((await totals(WEEKEND)).body.items).toMatchObject([
    { counters: { views: 8_000_000_000_000_000 }, gained: { views: 8_000_000_000_000_000 } },
  ])
})

test('without a range it is that of the last 30 days, by the day', async () => {
  const { body } = await totals()
  expect([body.bucket, body.from, body.to]).toEqual(['day', '2026-12-16T00:00:00.000Z', '2027-01-16T00:00:00.000Z'])
})

test.each([
  [
    'from=2027-01-11T00:00:00Z&to=2027-01-10T00:00:00Z&groupBy=week&platform=tiktok',
    ['platform not-allowed', 'groupBy not-allowed', 'from range-empty'],
  ],
  ['from=2026-11-01T00:00:00Z&bucket=hour', ['bucket too-many-buckets']],
  ['bucket=hour&groupBy=user&limit=100', ['bucket too-many-buckets']],
  ['limit=0&cursor=x&from=2027-01-11', ['from malformed-instant', 'limit too-small', 'cursor invalid-cursor']],
])('%s is refused with all that is wrong', async (query, faults) => {
  const { status, body } = await totals<ProblemDetails>(query)
  expect(status).toBe(422)
  expect(body.errors?.map((error) => `${'parameter' in error ? error.parameter : ''} ${error.code}`)).toEqual(faults)
})
