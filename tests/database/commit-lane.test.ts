import { createCommitLane } from '../../src/database/publish-jobs/commit-lane'
import { createKnownPosts } from '../../src/database/publish-jobs/known-posts'
import { ACCOUNT_BUSY, laneWaitMs } from '../../src/domain/account-busy'
import type { CommitLane } from '../../src/domain/ports/run'
import type { PublishJob } from '../../src/generated/prisma/client'
import { openJobTable, overtaken, START_MS, type JobTable, type StoredJob } from '../support/job-table'

const SETTLE_MS = 60_000
const DEADLINE_MS = START_MS + 600_000

let table: JobTable
let lane: CommitLane

beforeEach(async () => {
  table = await openJobTable()
  lane = createCommitLane(table.prisma, table.clock, SETTLE_MS)
})
afterEach(() => table.close())

const ready = (change: Partial<PublishJob> = {}) => table.addJob('uploading', change)
const claim = ({ run }: StoredJob) => lane.claimCommit(run, 1, DEADLINE_MS)
const park = ({ run }: StoredJob) => table.rows.park(run, 'cooling-down', DEADLINE_MS, ACCOUNT_BUSY)

test('of thirty posts of one account that are ready at once, one is committed', async () => {
  const jobs = await Promise.all(Array.from({ length: 30 }, () => ready()))
  const claims = await Promise.all(jobs.map(claim))
  expect(claims.filter((number) => number !== null)).toEqual([1])
})

test('a claim that waited for another one sees it', async () => {
  const [first, second] = [await ready(), await ready()]
  const other = (tx: JobTable['prisma']) =>
    tx.$executeRaw`SELECT id FROM "PlatformConnection" WHERE id = ${table.connectionIds.YOUTUBE} FOR NO KEY UPDATE`.then(
      () =>
        tx.publishJob.update({
          where: { jobId: first.jobId },
          data: { commitRequestedAt: new Date(START_MS), commitDeadlineAt: new Date(DEADLINE_MS) },
        }),
    )
  expect(await overtaken(table, other, () => claim(second))).toBeNull()
})

test('other accounts do not wait', async () => {
  await claim(await ready())
  const change = {
    platform: 'TIKTOK',
    connectionId: table.connectionIds.TIKTOK,
    platformUserId: 'account-TIKTOK',
  } as const
  expect(await claim(await ready(change))).toBe(1)
})

test('a verdict frees the way, and the first in line is next', async () => {
  const [open, second, third] = [await ready(), await ready(), await ready()]
  await claim(open)
  expect([await claim(third), await claim(second)]).toEqual([null, null])
  await Promise.all([third, second].map(park))
  expect([await lane.placeOf(second.run), await lane.placeOf(third.run)]).toEqual([1, 2])
  expect(await lane.next(open.run)).toBeNull()

  await table.rows.notPublished(open.run, 1)
  expect(await lane.next(open.run)).toBe(second.jobId)
  expect(await lane.placeOf(third.run)).toBeNull()
})

test('who waits says why, and until when', async () => {
  await claim(await ready())
  const waiting = await ready()
  await park(waiting)
  expect(await table.row(waiting)).toMatchObject({
    phase: 'cooling-down',
    status: 'DELAYED',
    waitReason: 'account-busy',
    waitUntil: new Date(DEADLINE_MS),
  })
})

test('one that stays without a verdict blocks its account until the instants of two posts tell them apart', async () => {
  const [lost, next] = [await ready(), await ready()]
  await claim(lost)
  table.clock.moveTo(DEADLINE_MS + 2 * SETTLE_MS - 1)
  expect(await claim(next)).toBeNull()
  table.clock.moveTo(DEADLINE_MS + 2 * SETTLE_MS)
  expect(await claim(next)).toBe(1)
})

test('an open commit of its own is no other', async () => {
  const job = await ready()
  await claim(job)
  expect([await claim(job), await lane.placeOf(job.run)]).toEqual([null, null])
})

test('whoever is far behind looks seldom, and never later than in ten minutes', () => {
  expect([1, 2, 100].map((place) => laneWaitMs(place, 5_000))).toEqual([10_000, 20_000, 600_000])
})

test("posts are known by other jobs, by no job any more, and not by one's own or another platform", async () => {
  const sent = () => table.addJob('processing')
  const [own, other, gone] = [await sent(), await sent(), await sent()]
  const post = (platformPostId: string) => ({ platformPostId, provisionalId: 'p', complete: true, warnings: [] })
  await table.rows.recordPost(own.run, post('own'))
  await table.rows.recordPost(other.run, post('other'))
  await table.rows.recordPost(gone.run, post('gone'))
  await table.prisma.publishJob.delete({ where: { jobId: gone.jobId } })
  const known = createKnownPosts(table.prisma)
  const ids = ['own', 'other', 'gone', 'new']
  expect(await known.ofOthers(own.run, 'YOUTUBE', ids)).toEqual(new Set(['other', 'gone']))
  expect(await known.ofOthers(own.run, 'TIKTOK', ids)).toEqual(new Set())
})
