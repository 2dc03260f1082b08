import { createCallGate } from '../../src/database/limits/call-gate'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { createQuotaMeter } from '../../src/database/quota/quota-meter'
import type { MeasuredPost } from '../../src/domain/ports/metrics'
import type { CallGate } from '../../src/domain/ports/limits'
import type { Account } from '../../src/domain/ports/platform'
import type { QuotaMeter } from '../../src/domain/ports/quota'
import type { Platform } from '../../src/domain/platform'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { planOf } from '../support/open-limits'
import { type Bench, openBench, problemOf } from './bench'
import { LASTING, measured } from './measured'

const OPERATIONS = { TIKTOK: 'video.query', INSTAGRAM: 'media.insights', YOUTUBE: 'videos.batchGetStats' } as const

let database: TestDatabase
let prisma: PrismaClient
const SPAM = { code: 'spam-suspected', category: 'policy', message: 'Spam.', remedy: 'Wait.' } as const

let bench: Bench
let gate: CallGate
let meter: QuotaMeter

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = createPrisma(database.url)
  const clock = { nowMs: () => bench.nowMs() }
  gate = createCallGate(prisma, clock, { rateLimitWaitMs: 60_000 })
  meter = createQuotaMeter(prisma, clock, planOf('units-1600', { metricsPercent: 1 }))
  bench = await openBench({}, { gate, meter })
})
afterAll(async () => {
  await bench.stop()
  await prisma.$disconnect()
  await database.drop()
})
beforeEach(async () => {
  await bench.reset()
  await prisma.platformCooldown.deleteMany()
  await prisma.youTubeQuota.deleteMany()
})

async function creatorOf(platform: Platform) {
  const account = await bench.account(platform, LASTING)
  const ids = await bench.ownPosts(platform, account)
  await bench.advance(2)
  return { account, posts: ids.map((id) => measured(id)) }
}

const read = (platform: Platform, account: Account, posts: MeasuredPost[]) =>
  bench.readers[platform].read(account, posts, new AbortController().signal)

describe.each(['TIKTOK', 'INSTAGRAM', 'YOUTUBE'] as const)('%s', (platform) => {
  const operation = OPERATIONS[platform]

  test('a limit with its end stops every further call until then', async () => {
    const { account, posts } = await creatorOf(platform)
    await bench.fault({ platform, operation, kind: 'rate-limit', retryAfterSeconds: 900 })
    expect(await problemOf(read(platform, account, posts))).toMatchObject({ category: 'rate-limited' })
    const problem = await problemOf(read(platform, account, posts))
    expect(problem).toMatchObject({ category: 'rate-limited' })
    expect(problem.untilMs).toBeGreaterThan(bench.nowMs() + 800_000)
    expect(await bench.requests(platform, operation)).toHaveLength(1)
    await bench.advance(901)
    expect((await read(platform, account, posts)).get(posts[0]?.id ?? '')).toMatchObject({ state: 'read' })
  })

  test('a cooldown of writes lets numbers pass', async () => {
    const { account, posts } = await creatorOf(platform)
    await gate.hold(
      { platform, platformUserId: account.platformUserId, operation: 'post', effect: 'write', windows: [] },
      { ...SPAM, cooldown: { scope: 'writes', reach: 'account', lastsMs: 3_600_000 } },
    )
    expect((await read(platform, account, posts)).get(posts[0]?.id ?? '')).toMatchObject({ state: 'read' })
  })
})

test('numbers take no more than their share of the day, and publishing goes on', async () => {
  const { account, posts } = await creatorOf('YOUTUBE')
  // 1 % of 10,000 units.
  for (let call = 0; call < 100; call++) await meter.charge('batch-stats', 'metrics')
  expect(await problemOf(read('YOUTUBE', account, posts))).toMatchObject({ code: 'youtube-quota-exhausted' })
  expect(await bench.requests('YOUTUBE', 'videos.batchGetStats')).toEqual([])
  expect(await meter.charge('list', 'publishing')).toMatchObject({ bucket: 'uploads' })
})

test("YouTube's word about numbers takes no upload from the shared day", async () => {
  const { account, posts } = await creatorOf('YOUTUBE')
  const body = { error: { code: 403, errors: [{ reason: 'quotaExceeded' }] } }
  await bench.fault({ platform: 'YOUTUBE', operation: OPERATIONS.YOUTUBE, kind: 'before-effect', status: 403, body })
  expect(await problemOf(read('YOUTUBE', account, posts))).toMatchObject({ code: 'platform-quota-exceeded' })
  expect(await meter.charge('list', 'publishing')).toMatchObject({ bucket: 'uploads' })
})
