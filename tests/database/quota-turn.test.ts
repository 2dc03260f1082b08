import { createQuotaGrants } from '../../src/database/quota/grants'
import { createQuotaQueue } from '../../src/database/quota/queue'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import type { QuotaGrants, QuotaQueue, UploadQuota } from '../../src/domain/ports/quota'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import type { PublishJob } from '../../src/generated/prisma/client'
import { aProblem, openJobTable, type JobTable, type StoredJob } from '../support/job-table'
import { planOf } from '../support/open-limits'

const PLACES = 2
const SPREAD_MS = 3_600_000
const MINUTE_MS = 60_000

/** As the job table's own, so that a park and a grant count the same. */
const plan = planOf('units-1600', {
  limits: { uploads: 3_200, units: 10_000, search: 100, 'batch-stats': 10_000 },
})

const full = aProblem({ code: 'youtube-quota-exhausted', category: 'quota' })
const slowed = aProblem({ code: 'rate-limited', category: 'rate-limited' })
const lost = aProblem({ code: 'reconnect-required', category: 'auth' })

let table: JobTable
let grants: QuotaGrants
let queue: QuotaQueue
let quota: UploadQuota

beforeAll(async () => {
  table = await openJobTable()
  grants = createQuotaGrants(table.prisma, table.clock, plan, SPREAD_MS)
  queue = createQuotaQueue(table.prisma, table.clock, plan, SPREAD_MS)
  quota = createUploadQuota(table.prisma, table.clock, plan)
})
afterAll(() => table.close())

/** Each test has a day of its own, ten hours old and full, and a queue of its own. */
beforeEach(async () => {
  await table.prisma.publishJob.deleteMany()
  table.clock.moveTo(nextPacificMidnightMs(nextPacificMidnightMs(table.clock.nowMs())) + 10 * SPREAD_MS)
  busy = []
  for (let place = 0; place < PLACES; place++) {
    const job = await table.addJob('preparing')
    await quota.reserve(job.rowId)
    busy.push(job)
  }
})

/** The jobs that fill the day. */
let busy: StoredJob[] = []

const now = () => table.clock.nowMs()
const midnight = () => nextPacificMidnightMs(now())

/** No two of them begin to wait at one instant. */
async function parked(change: Partial<PublishJob> = {}) {
  table.clock.moveTo(now() + 1)
  const job = await table.addJob('preparing', change)
  await table.rows.park(job.run, 'waiting-for-quota', midnight(), full)
  return job
}

async function freeOne(): Promise<void> {
  const job = busy.pop()
  if (!job) throw new Error('the day is empty')
  await table.rows.fail(job.run, aProblem(), false)
}

const holds = async ({ rowId }: StoredJob) =>
  (await table.prisma.quotaReservation.count({ where: { publishJobId: rowId, state: 'HELD' } })) === 1

test('a job that finds the day full waits until its start, as things stand, and keeps its turn', async () => {
  const job = await parked()
  const sinceMs = now()
  expect(await table.row(job)).toMatchObject({
    phase: 'waiting-for-quota',
    waitReason: 'youtube-quota-exhausted',
    waitUntil: new Date(midnight()),
    quotaQueuedAt: new Date(sinceMs),
    quotaStartAt: null,
  })
  table.clock.moveTo(now() + MINUTE_MS)
  await table.rows.claim(job.run, now())
  await table.rows.park(job.run, 'waiting-for-quota', midnight(), full)
  expect((await table.row(job)).quotaQueuedAt).toEqual(new Date(sinceMs))
})

test('callers are told places, days and instants: who has a start, then who waits', async () => {
  const jobs = [await parked(), await parked(), await parked(), await parked()]
  await freeOne()
  await grants.grant()
  const day = (ahead: number): string => {
    let atMs = now()
    for (let left = ahead; left > 0; left--) atMs = nextPacificMidnightMs(atMs)
    return pacificDay(atMs)
  }
  const nextMidnightMs = midnight()
  expect(await queue.places()).toEqual([
    { jobId: jobs[0]?.jobId, place: 1, day: day(0), startAtMs: now() },
    { jobId: jobs[1]?.jobId, place: 2, day: day(1), startAtMs: nextMidnightMs },
    { jobId: jobs[2]?.jobId, place: 3, day: day(1), startAtMs: nextMidnightMs + SPREAD_MS / PLACES },
    { jobId: jobs[3]?.jobId, place: 4, day: day(2), startAtMs: nextPacificMidnightMs(nextMidnightMs) },
  ])
  expect(await queue.placeOf(jobs[2]?.jobId ?? '')).toMatchObject({ place: 3 })
})

test('a job that would begin to wait now is told the last place; one that has ended, or is unknown, none', async () => {
  await parked()
  table.clock.moveTo(table.clock.nowMs() + 1)
  const newcomer = await table.addJob('preparing')
  expect(await queue.placeOf(newcomer.jobId)).toMatchObject({ place: 2 })
  expect(await queue.places()).toHaveLength(1)
  const ended = await table.addJob('failed')
  expect(await queue.placeOf(ended.jobId)).toBeNull()
  expect(await queue.placeOf('publish-unknown')).toBeNull()
  const elsewhere = await table.addJob('accepted', { platform: 'TIKTOK' })
  expect(await queue.placeOf(elsewhere.jobId)).toBeNull()
})

test('a run that looks before its turn waits on, until the start that it has by then', async () => {
  const job = await parked()
  table.clock.moveTo(midnight())
  for (let place = 0; place < PLACES; place++) await parked({ quotaQueuedAt: new Date(now() - 24 * SPREAD_MS) })
  await grants.grant()
  expect(await holds(job)).toBe(false)
  expect(await table.rows.claim(job.run, now())).toMatchObject({
    move: { kind: 'wait', phase: 'waiting-for-quota', untilMs: midnight() },
  })
  expect(await table.row(job)).toMatchObject({ phase: 'waiting-for-quota', waitUntil: new Date(midnight()) })
})

test('a run that looks while a place is free and not given yet does not take it, and looks again soon', async () => {
  const job = await parked()
  await freeOne()
  expect(await table.rows.claim(job.run, now())).toMatchObject({ move: { kind: 'wait', untilMs: now() + MINUTE_MS } })
  expect(await holds(job)).toBe(false)
})

test('a job with a place begins at its start, not before, and has no turn any more once bytes flow', async () => {
  await freeOne()
  const job = await parked()
  await grants.grant()
  const startMs = now() + MINUTE_MS
  await table.prisma.publishJob.update({ where: { jobId: job.jobId }, data: { quotaStartAt: new Date(startMs) } })
  expect(await table.rows.claim(job.run, now())).toMatchObject({ move: { kind: 'wait', untilMs: startMs } })
  expect(await table.row(job)).toMatchObject({ phase: 'waiting-for-quota', waitUntil: new Date(startMs) })
  table.clock.moveTo(startMs)
  expect(await table.rows.claim(job.run, startMs)).toMatchObject({ move: { kind: 'publish' }, phase: 'preparing' })
  expect(await quota.reserve(job.rowId)).toBe(1)
  await table.rows.enter(job.run, 'uploading')
  expect(await table.row(job)).toMatchObject({ quotaQueuedAt: null, quotaStartAt: null })
})

test.each([
  ['a limit that ends on the same day', 'cooling-down', slowed, () => now() + MINUTE_MS, true],
  ['a limit that ends on another day', 'cooling-down', slowed, () => midnight(), false],
  ['its user', 'waiting-for-reconnect', lost, () => now() + MINUTE_MS, false],
  ['the queue', 'waiting-for-quota', full, () => midnight(), false],
] as const)(
  'a job with a place that must wait for %s %s keeps its turn',
  async (_name, phase, problem, untilMs, keeps) => {
    const [job] = busy
    if (!job) throw new Error('the day is empty')
    const since = new Date(now() - MINUTE_MS)
    await table.prisma.publishJob.update({ where: { jobId: job.jobId }, data: { quotaQueuedAt: since } })
    await table.rows.park(job.run, phase, untilMs(), problem)
    expect(await holds(job)).toBe(keeps)
    expect((await table.row(job)).quotaQueuedAt).toEqual(since)
  },
)

test.each([
  ['to another day', () => new Date(midnight() + MINUTE_MS), false],
  ['within the day', () => new Date(now() + 2 * MINUTE_MS), true],
  ['to now', () => null, true],
])('a scheduled post that is moved %s gives its place back, or keeps it', async (_name, instant, keeps) => {
  await freeOne()
  const at = new Date(now() + MINUTE_MS)
  const job = await table.addJob('scheduled', { scheduledFor: at, waitUntil: at })
  await grants.grant()
  expect(await holds(job)).toBe(true)
  await table.hands.reschedule(job.jobId, instant())
  expect(await holds(job)).toBe(keeps)
})

test('a post that is edited to another day gives its place back', async () => {
  await freeOne()
  const at = new Date(now() + MINUTE_MS)
  const job = await table.addJob('scheduled', { scheduledFor: at, waitUntil: at })
  await grants.grant()
  await table.hands.edit(job.jobId, { scheduledFor: new Date(midnight() + MINUTE_MS) })
  expect(await holds(job)).toBe(false)
})
