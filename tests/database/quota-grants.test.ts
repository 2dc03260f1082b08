import { randomUUID } from 'node:crypto'
import { createGrantActivities } from '../../src/activities/grants'
import { openDay } from '../../src/database/quota/day-row'
import { createQuotaGrants } from '../../src/database/quota/grants'
import { createUploadQuota, holdUpload } from '../../src/database/quota/upload-quota'
import { createRoundReports } from '../../src/database/round-reports'
import { fairOrder } from '../../src/domain/fair-order'
import type { QuotaGrant, QuotaGrants, UploadQuota } from '../../src/domain/ports/quota'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import type { PublishJob } from '../../src/generated/prisma/client'
import { openCrowd } from '../support/crowd'
import { aProblem, openJobTable, overtaken, type JobTable, type StoredJob } from '../support/job-table'
import { planOf } from '../support/open-limits'

const PLACES = 6
const SPREAD_MS = 3_600_000
const MINUTE_MS = 60_000

const plan = planOf('upload-bucket', {
  limits: { uploads: PLACES, units: 10_000, search: 100, 'batch-stats': 10_000 },
})

let table: JobTable
let grants: QuotaGrants
let quota: UploadQuota

beforeAll(async () => {
  table = await openJobTable()
  grants = createQuotaGrants(table.prisma, table.clock, plan, SPREAD_MS)
  quota = createUploadQuota(table.prisma, table.clock, plan)
})
afterAll(() => table.close())

/** Each test has a Pacific day of its own, which has just begun, and a queue of its own. */
beforeEach(async () => {
  await table.prisma.publishJob.deleteMany()
  table.clock.moveTo(nextPacificMidnightMs(nextPacificMidnightMs(table.clock.nowMs())))
})

const now = () => table.clock.nowMs()

const addUser = async () => {
  const { id } = await table.prisma.user.create({
    data: { email: `${randomUUID()}@example.com` },
    select: { id: true },
  })
  return id
}

/** A job that has waited since so many minutes ago. */
const queued = (minutes: number, change: Partial<PublishJob> = {}) =>
  table.addJob('waiting-for-quota', {
    quotaQueuedAt: new Date(now() - minutes * MINUTE_MS),
    waitUntil: new Date(now()),
    ...change,
  })

const scheduledIn = (minutes: number, change: Partial<PublishJob> = {}) => {
  const at = new Date(now() + minutes * MINUTE_MS)
  return table.addJob('scheduled', { scheduledFor: at, waitUntil: at, ...change })
}

const idsOf = (jobs: { jobId: string }[]) => jobs.map(({ jobId }) => jobId)

const holders = async () => {
  const rows = await table.prisma.quotaReservation.findMany({
    where: { date: pacificDay(now()), state: 'HELD' },
    orderBy: { createdAt: 'asc' },
    select: { publishJobId: true },
  })
  return rows.map(({ publishJobId }) => publishJobId)
}

const used = async () => (await table.prisma.youTubeQuota.findUnique({ where: { date: pacificDay(now()) } }))?.used ?? 0

const fillDay = async () => {
  const jobs: StoredJob[] = []
  for (let place = 0; place < PLACES; place++) {
    const job = await table.addJob('preparing')
    await quota.reserve(job.rowId)
    jobs.push(job)
  }
  return jobs
}

test('at midnight the day is given round by round, one job of each user, its starts spread over the hour', async () => {
  const [big, small, other] = await Promise.all([addUser(), addUser(), addUser()])
  const bulk: StoredJob[] = []
  for (let age = 100; age > 90; age--) bulk.push(await queued(age, { userId: big }))
  const single = await queued(50, { userId: small })
  const late = await queued(10, { userId: other })
  const midnightMs = now()
  table.clock.moveTo(midnightMs + 2_000)

  const given = await grants.grant()
  const order = [bulk[0], single, late, bulk[1], bulk[2], bulk[3]].flatMap((job) => (job ? [job.jobId] : []))
  expect(idsOf(given)).toEqual(order)
  expect(given.map(({ startAtMs }) => startAtMs)).toEqual(
    [0, 10, 20, 30, 40, 50].map((minutes) => Math.max(now(), midnightMs + minutes * MINUTE_MS)),
  )
  for (const { jobId, startAtMs } of given)
    expect(await table.row({ jobId })).toMatchObject({
      phase: 'waiting-for-quota',
      quotaStartAt: new Date(startAtMs),
      waitUntil: new Date(startAtMs),
    })
  expect(await used()).toBe(PLACES)
  expect(await grants.grant()).toEqual([])
  // The next day goes on where this one has stopped.
  table.clock.moveTo(nextPacificMidnightMs(now()))
  await table.prisma.publishJob.updateMany({
    where: { jobId: { in: order } },
    data: { phase: 'uploading', status: 'ACTIVE' },
  })
  expect(idsOf(await grants.grant())).toEqual(idsOf(bulk.slice(4)))
})

test('posts that are scheduled for the day come first, and wait for their instant with a place', async () => {
  const post = await scheduledIn(600)
  const tomorrows = await scheduledIn(26 * 60)
  const waiting: StoredJob[] = []
  for (let age = 20; age > 10; age--) waiting.push(await queued(age))
  const given = await grants.grant()
  expect(idsOf(given)).toEqual(idsOf(waiting.slice(0, PLACES - 1)))
  expect((await holders())[0]).toBe(post.rowId)
  expect(await holders()).not.toContain(tomorrows.rowId)
  expect(await table.row(post)).toMatchObject({ phase: 'scheduled', quotaStartAt: null })
  expect(await table.rows.claim(post.run, now())).toMatchObject({ move: { kind: 'wait', phase: 'scheduled' } })
})

test('a place that is freed during the day is given at once, and starts at once', async () => {
  const [first] = await fillDay()
  const next = await queued(10)
  await queued(5)
  table.clock.moveTo(now() + 10 * SPREAD_MS)
  expect(await grants.grant()).toEqual([])
  if (!first) throw new Error('the day has no places')
  await table.rows.fail(first.run, aProblem(), false)
  expect(await grants.grant()).toEqual([{ jobId: next.jobId, startAtMs: now() }])
  expect(await used()).toBe(PLACES)
})

test('64 grants at once give every place once, in the order that one would give', async () => {
  const users = await Promise.all(Array.from({ length: 9 }, addUser))
  const jobs = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const userId = users[(index * index) % users.length] ?? ''
      const age = 1 + ((index * 7) % 40)
      const { jobId } = await queued(age, { userId })
      return { jobId, userId, queuedAtMs: now() - age * MINUTE_MS }
    }),
  )
  const order = idsOf(fairOrder(jobs, new Map())).slice(0, PLACES)
  const crowd = openCrowd(table.url, 8)
  const givers = crowd.clients.map((prisma) => createQuotaGrants(prisma, table.clock, plan, SPREAD_MS))
  const rounds = await Promise.all(
    Array.from({ length: 64 }, (_, index) => givers[index % givers.length]?.grant() ?? Promise.resolve([])),
  )
  await crowd.close()
  expect(idsOf(rounds.flat())).toEqual(order)
  expect(await holders()).toHaveLength(PLACES)
  expect(await used()).toBe(PLACES)
})

test('newcomers who ask while places are given never pass the queue', async () => {
  const jobs: StoredJob[] = []
  for (let age = 30; age > 20; age--) jobs.push(await queued(age))
  const newcomers = await Promise.all(Array.from({ length: 32 }, () => table.addJob('preparing')))
  const ends = await Promise.allSettled([
    ...newcomers.slice(0, 16).map(({ rowId }) => quota.reserve(rowId)),
    grants.grant(),
    ...newcomers.slice(16).map(({ rowId }) => quota.reserve(rowId)),
    grants.grant(),
  ])
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(newcomers.length)
  expect(await holders()).toEqual(jobs.slice(0, PLACES).map(({ rowId }) => rowId))
})

test('with a place of its own a job reserves nothing more, and a newcomer gets what the queue leaves', async () => {
  const job = await queued(10)
  await grants.grant()
  expect(await quota.reserve(job.rowId)).toBe(1)
  const newcomer = await table.addJob('preparing')
  expect(await quota.reserve(newcomer.rowId)).toBe(1)
  expect(await holders()).toEqual([job.rowId, newcomer.rowId])
})

test('a job that is cancelled in the moment in which it is granted a place holds none, and the next one gets it', async () => {
  const jobs: StoredJob[] = []
  for (let age = 20; age > 12; age--) jobs.push(await queued(age))
  const [first, ...others] = jobs
  if (!first) throw new Error('nobody waits')
  let given: QuotaGrant[] = []
  // The cancel is written and not committed when the grant comes.
  await table.prisma.$transaction(async (tx) => {
    await tx.publishJob.updateMany({ where: { jobId: first.jobId }, data: { cancelRequestedAt: new Date(now()) } })
    given = await grants.grant()
  })
  await table.hands.cancel(first.jobId)
  given = [...given, ...(await grants.grant())]
  expect(idsOf(given)).toEqual(idsOf(others.slice(0, PLACES)))
  expect(await holders()).not.toContain(first.rowId)
  expect(await used()).toBe(PLACES)
})

test('a job that is cancelled once it has its place gives it back', async () => {
  const job = await queued(10)
  const next = await queued(5)
  await grants.grant()
  await table.hands.cancel(job.jobId)
  expect(await table.row(job)).toMatchObject({ phase: 'cancelled', quotaQueuedAt: null, quotaStartAt: null })
  expect(await holders()).toEqual([next.rowId])
})

test('a cancel that waits for the grant of its job still gives the place back', async () => {
  const job = await queued(10)
  await openDay(table.prisma, plan, pacificDay(now()))
  await overtaken(
    table,
    (tx) => holdUpload(tx, job.rowId, now(), true),
    () => table.hands.cancel(job.jobId),
  )
  expect(await holders()).toEqual([])
  expect(await used()).toBe(0)
})

test('a place whose job slept through its day is given again on the next one', async () => {
  const job = await queued(10)
  const [first] = await grants.grant()
  const day = pacificDay(now())
  table.clock.moveTo(nextPacificMidnightMs(now()) + MINUTE_MS)
  expect(idsOf(await grants.grant())).toEqual([first?.jobId])
  expect(await holders()).toEqual([job.rowId])
  expect((await table.prisma.youTubeQuota.findUniqueOrThrow({ where: { date: day } })).used).toBe(0)
})

test('a day that YouTube has closed gives nothing, and what was held of it waits for the next', async () => {
  const job = await queued(10)
  await grants.grant()
  await quota.close()
  await queued(5)
  expect(await grants.grant()).toEqual([])
  expect((await table.queue.placeOf(job.jobId))?.day).toBe(pacificDay(nextPacificMidnightMs(now())))
})

test('a raised limit is given to the queue', async () => {
  await fillDay()
  const jobs = [await queued(10), await queued(9), await queued(8)]
  await table.prisma.youTubeQuota.update({ where: { date: pacificDay(now()) }, data: { limit: PLACES + 2 } })
  expect(idsOf(await grants.grant())).toEqual(idsOf(jobs.slice(0, 2)))
})

test('whoever could not wait for its slot starts at once', async () => {
  await queued(20)
  const hurried = await queued(10, { publishBefore: new Date(now() + 5 * MINUTE_MS) })
  const given = await grants.grant()
  expect(given.find(({ jobId }) => jobId === hurried.jobId)?.startAtMs).toBe(now())
})

test('the round of a new day tells how many it has served, and what is given in between tells nothing', async () => {
  const reports = createRoundReports(table.prisma)
  const told: string[] = []
  const runs = { wake: (jobId: string) => Promise.resolve(void told.push(jobId)) }
  const { grantQuota } = createGrantActivities({ grants, runs, reports, clock: table.clock })
  const jobs = [await queued(10), await queued(9)]
  await grantQuota({ reported: true })
  expect(told.sort()).toEqual(idsOf(jobs).sort())
  await queued(8)
  await grantQuota()
  const report = { name: 'grant-quota-day', startedAtMs: now(), endedAtMs: now(), counts: { granted: 2 }, findings: [] }
  expect(await reports.all()).toEqual([report])
})
