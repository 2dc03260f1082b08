import { createPrisma } from '../../src/database/prisma'
import { createWatchedJobs } from '../../src/database/publish-jobs/watched-jobs'
import { createStanding } from '../../src/database/standing'
import { standingMetrics } from '../../src/observability/standing-metrics'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'
import { metricsOf, readScrape } from '../support/scrape'

const MINUTE_MS = 60_000

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const ago = (minutes: number) => new Date(START_MS - minutes * MINUTE_MS)

async function scrape() {
  const standing = createStanding(table.prisma, table.clock)
  return readScrape(await metricsOf({ standing: standingMetrics(standing.read, table.clock) }).read())
}

test('of each phase the job is told that has been due for longest, in seconds', async () => {
  await table.addJob('uploading', { createdAt: ago(3) })
  await table.addJob('uploading', { createdAt: ago(9) })
  await table.addJob('cooling-down', { createdAt: ago(90), scheduledFor: ago(4) })
  await table.addJob('scheduled', { createdAt: ago(60), scheduledFor: ago(-60) })
  await table.addJob('published', { createdAt: ago(600) })
  const seen = await scrape()
  const oldest = (phase: string) => seen.sum('publisher_oldest_job_seconds', { phase })
  expect(oldest('uploading')).toBe(9 * 60)
  expect(oldest('cooling-down')).toBe(4 * 60)
  for (const phase of ['scheduled', 'accepted', 'published']) expect(oldest(phase)).toBe(0)
})

test('accounts are told by platform and status', async () => {
  await table.prisma.platformConnection.update({ where: { id: 'connection-YOUTUBE' }, data: { status: 'EXPIRED' } })
  const seen = await scrape()
  const accounts = (labels: Record<string, string>) => seen.sum('publisher_connections', labels)
  expect(accounts({ platform: 'YOUTUBE', status: 'EXPIRED' })).toBe(1)
  expect(accounts({ platform: 'YOUTUBE', status: 'ACTIVE' })).toBe(0)
  expect(accounts({ platform: 'TIKTOK', status: 'ACTIVE' })).toBe(1)
})

test('cooldowns and pauses that hold are told by platform and reason, and no longer once they have passed', async () => {
  const cooldown = { platform: 'TIKTOK', scope: 'ALL', message: '', remedy: '' } as const
  await table.prisma.platformCooldown.createMany({
    data: [
      { ...cooldown, platformUserId: 'one', reason: 'rate-limited', until: ago(-1) },
      { ...cooldown, platformUserId: 'two', reason: 'rate-limited', until: ago(-2) },
      { ...cooldown, platformUserId: 'three', reason: 'rate-limited', until: ago(1) },
      { ...cooldown, platformUserId: null, reason: 'paused', until: null },
    ],
  })
  const seen = await scrape()
  expect(seen.sum('publisher_cooldowns', { platform: 'TIKTOK', reason: 'rate-limited' })).toBe(2)
  expect(seen.sum('publisher_cooldowns', { platform: 'TIKTOK', reason: 'paused' })).toBe(1)
  expect(seen.sum('publisher_cooldowns', {})).toBe(3)
})

test('a scrape reads no job that has ended, however many there are', async () => {
  await table.prisma.$executeRaw`
    INSERT INTO "PublishJob"
      ("id", "jobId", "userId", "videoId", "platform", "status", "phase", "caption", "completedAt", "updatedAt")
    SELECT 'ended-' || n, 'ended-' || n, "userId", "videoId", "platform", 'COMPLETED', 'published', '', now(), now()
    FROM generate_series(1, 5000) n, (SELECT * FROM "PublishJob" LIMIT 1) job`
  await table.prisma.$executeRaw`ANALYZE "PublishJob"`
  const { before, after } = await aroundScrape(table.url)
  expect(after.jobsReadOneByOne).toBe(before.jobsReadOneByOne)
})

test('accounts are counted off an index, where a planner has no reason to read their rows', async () => {
  const { before, after } = await aroundScrape(`${table.url}?options=-c%20enable_seqscan%3Doff`)
  expect(after.accountsOffIndex).toBe(before.accountsOffIndex + 1n)
})

/** What Postgres counts of its own work, before and after one scrape that has a session to itself. */
async function aroundScrape(url: string) {
  const session = createPrisma(url, 1)
  const read = async () => {
    await session.$queryRaw`SELECT pg_stat_force_next_flush()::text`
    const [counted] = await session.$queryRaw<[{ jobsReadOneByOne: bigint; accountsOffIndex: bigint }]>`
      SELECT
        (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'PublishJob') AS "jobsReadOneByOne",
        (SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'PlatformConnection_status_platform_idx')
          AS "accountsOffIndex"`
    return counted
  }
  const before = await read()
  await createStanding(session, table.clock).read()
  await createWatchedJobs(session).countUnfinished()
  const after = await read()
  await session.$disconnect()
  return { before, after }
}
