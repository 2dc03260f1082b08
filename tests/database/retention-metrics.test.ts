import fc from 'fast-check'
import { cutoffsAt } from '../../src/domain/retention'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'
import { DAY_MS, retentionOf, SETTINGS } from '../support/retention'

const HOUR_MS = 3_600_000

let table: JobTable
let retention: ReturnType<typeof retentionOf>
let postIds: string[]

beforeAll(async () => {
  table = await openJobTable()
  retention = retentionOf(table)
  const { userId, videoId } = await table.newJob()
  const post = { userId, videoId, platform: 'TIKTOK' as const, caption: '' }
  postIds = ['one', 'two']
  await table.prisma.publishedPost.createMany({ data: postIds.map((id) => ({ ...post, id, platformPostId: id })) })
})
beforeEach(() => table.prisma.postMetric.deleteMany())
afterAll(() => table.close())

const addMetrics = (postId: string, windowsMs: number[]) =>
  table.prisma.postMetric.createMany({
    data: windowsMs.map((windowMs) => ({
      ...{ postId, window: new Date(windowMs), observedAt: new Date(windowMs), views: BigInt(windowMs) },
    })),
    skipDuplicates: true,
  })

const kept = async (postId: string) =>
  (await table.prisma.postMetric.findMany({ where: { postId }, orderBy: { window: 'asc' } })).map(({ window }) =>
    window.getTime(),
  )

/** The rule, said another way: what follows is in another UTC day, or ISO week. */
function keptOf(windowsMs: number[]): number[] {
  const { dailyMetrics, weeklyMetrics } = cutoffsAt(START_MS, SETTINGS)
  const sorted = [...new Set(windowsMs)].sort((a, b) => a - b)
  const periodOf = (atMs: number) => {
    if (atMs >= dailyMetrics) return `hour ${atMs}`
    const day = new Date(atMs)
    if (atMs >= weeklyMetrics) return day.toISOString().slice(0, 10)
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
    return `week of ${day.toISOString().slice(0, 10)}`
  }
  return sorted.filter((atMs, index) => {
    const next = sorted[index + 1]
    return next === undefined || periodOf(next) !== periodOf(atMs)
  })
}

const hours = (fromMs: number, count: number) => Array.from({ length: count }, (_, index) => fromMs + index * HOUR_MS)

const windowMs = fc
  .oneof(fc.integer({ min: 0, max: 24 * 40 }), fc.integer({ min: 24 * 170, max: 24 * 200 }), fc.nat(24 * 800))
  .map((hoursAgo) => Math.floor(START_MS / HOUR_MS) * HOUR_MS - hoursAgo * HOUR_MS)

test('of each UTC day and each ISO week that is old enough the last row is kept, and no other; counting says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(windowMs, { maxLength: 60 }), fc.array(windowMs, { maxLength: 60 }), async (one, two) => {
      await table.prisma.postMetric.deleteMany()
      await addMetrics('one', one)
      await addMetrics('two', two)
      const all = await table.prisma.postMetric.count()
      const due = await retention.counted('metrics')
      expect(await retention.remove('metrics')).toBe(due)
      expect(await kept('one')).toEqual(keptOf(one))
      expect(await kept('two')).toEqual(keptOf(two))
      expect(await table.prisma.postMetric.count()).toBe(all - Number(due))
    }),
    { numRuns: 25 },
  )
})

test('thinning day after day comes to the same as thinning once, and done again it does nothing', async () => {
  const windows = hours(START_MS - 230 * DAY_MS, 60 * 24)
  await addMetrics('one', windows)
  for (let day = 40; day >= 0; day -= 1) {
    table.clock.moveTo(START_MS - day * 5 * DAY_MS)
    await retention.remove('metrics')
  }
  expect(await kept('one')).toEqual(keptOf(windows))
  expect(await retention.remove('metrics')).toBe(0)
})

test('broken off between two batches it goes on where it was', async () => {
  const windows = hours(START_MS - 170 * DAY_MS, 60 * 24)
  await addMetrics('one', windows)
  for await (const batch of retention.rows.remove('metrics', START_MS)) {
    expect(batch).toBe(500)
    break
  }
  await retention.remove('metrics')
  expect(await kept('one')).toEqual(keptOf(windows))
})
