import fc from 'fast-check'
import { createPrisma } from '../../src/database/prisma'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import { PublishError } from '../../src/domain/errors'
import type { UploadQuota } from '../../src/domain/ports/quota'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import { planOf } from '../support/open-limits'
import { aProblem, openJobTable, START_MS, type JobTable } from '../support/job-table'

const plan = planOf('units-1600')
const costUnits = plan.uploadCost
const PLACES = 6

let table: JobTable
let quota: UploadQuota

beforeAll(async () => {
  table = await openJobTable()
  quota = createUploadQuota(table.prisma, table.clock, plan)
})
afterAll(() => table.close())
// Each test has a Pacific day of its own.
beforeEach(() => table.clock.moveTo(nextPacificMidnightMs(nextPacificMidnightMs(table.clock.nowMs()))))

const today = () => pacificDay(table.clock.nowMs())

const usedOn = async (date: string) => (await table.prisma.youTubeQuota.findUnique({ where: { date } }))?.used ?? 0

const placesOf = (job: { rowId: string }) =>
  table.prisma.quotaReservation.findMany({
    where: { publishJobId: job.rowId },
    orderBy: { sessionNumber: 'asc' },
    select: { sessionNumber: true, date: true, state: true },
  })

const fillDay = async () => {
  for (let place = 0; place < PLACES; place++) await quota.reserve((await table.addJob('preparing')).rowId)
}

/** Held and spent units of every day: what `used` must say. */
const taken = () => table.prisma.$queryRaw<{ date: string; used: number; taken: number; limit: number }[]>`
  SELECT q.date, q.used, q."limit", coalesce(sum(r.units) FILTER (WHERE r.state <> 'RELEASED'), 0)::int AS taken
  FROM "YouTubeQuota" q LEFT JOIN "QuotaReservation" r ON r.date = q.date GROUP BY q.id`

test('of 200 uploads that ask on one day, 64 at a time, exactly 6 get a place', async () => {
  const clients = Array.from({ length: 7 }, () => createPrisma(table.url))
  const ledgers = clients.map((prisma) => createUploadQuota(prisma, table.clock, plan))
  const rowIds = await Promise.all(Array.from({ length: 200 }, async () => (await table.addJob('preparing')).rowId))
  const refusals: unknown[] = []
  let granted = 0
  const waiting = rowIds.entries()
  const lane = async (number: number) => {
    for (const [, rowId] of waiting)
      await ledgers[number % ledgers.length]?.reserve(rowId).then(
        () => granted++,
        (error: unknown) => refusals.push(error),
      )
  }
  await Promise.all(Array.from({ length: 64 }, (_, number) => lane(number)))
  await Promise.all(clients.map((prisma) => prisma.$disconnect()))

  expect(granted).toBe(PLACES)
  expect(refusals).toHaveLength(200 - PLACES)
  for (const refusal of refusals) expect(refusal).toBeInstanceOf(PublishError)
  expect(await usedOn(today())).toBe(PLACES * costUnits)
  expect(await table.prisma.quotaReservation.count({ where: { date: today() } })).toBe(PLACES)
})

test('a full day is told with the midnight that ends it', async () => {
  await fillDay()
  const job = await table.addJob('preparing')
  await expect(quota.reserve(job.rowId)).rejects.toMatchObject({
    problem: { category: 'quota', untilMs: nextPacificMidnightMs(table.clock.nowMs()) },
  })
  expect(await placesOf(job)).toEqual([])
})

test('a reserve that is tried again holds one place, also when both attempts run at once', async () => {
  const job = await table.addJob('preparing')
  const attempts = Array.from({ length: 8 }, () => quota.reserve(job.rowId))
  expect(new Set(await Promise.all(attempts))).toEqual(new Set([1]))
  expect(await quota.reserve(job.rowId)).toBe(1)
  expect(await placesOf(job)).toEqual([{ sessionNumber: 1, date: today(), state: 'HELD' }])
  expect(await usedOn(today())).toBe(costUnits)
})

test('a second session after a spent one costs a place of its own', async () => {
  const job = await table.addJob('preparing')
  await quota.spend(job.rowId, await quota.reserve(job.rowId))
  expect(await quota.reserve(job.rowId)).toBe(2)
  expect(await usedOn(today())).toBe(2 * costUnits)
})

test('a place that is spent on a later day is exchanged for one of that day', async () => {
  const job = await table.addJob('preparing')
  const heldOn = today()
  const number = await quota.reserve(job.rowId)
  table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
  await quota.spend(job.rowId, number)
  expect(await placesOf(job)).toEqual([
    { sessionNumber: 1, date: heldOn, state: 'RELEASED' },
    { sessionNumber: 2, date: today(), state: 'SPENT' },
  ])
  expect([await usedOn(heldOn), await usedOn(today())]).toEqual([0, costUnits])
})

test('a place of yesterday buys nothing on a day that is full', async () => {
  const job = await table.addJob('preparing')
  const number = await quota.reserve(job.rowId)
  table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
  await fillDay()
  await expect(quota.spend(job.rowId, number)).rejects.toMatchObject({ problem: { category: 'quota' } })
  expect(await usedOn(today())).toBe(PLACES * costUnits)
  expect((await placesOf(job)).map((place) => place.state)).not.toContain('SPENT')
})

test.each([
  ['fails', (run: { jobId: string; generation: number }) => table.rows.fail(run, aProblem(), false)],
  ['is cancelled by hand', ({ jobId }: { jobId: string }) => table.hands.cancel(jobId)],
])('a job that %s gives its held place back, but not a spent one', async (_name, end) => {
  const spender = await table.addJob('cooling-down')
  await quota.spend(spender.rowId, await quota.reserve(spender.rowId))
  await quota.reserve(spender.rowId)
  expect(await usedOn(today())).toBe(2 * costUnits)
  await end(spender.run)
  await end(spender.run)
  expect((await placesOf(spender)).map((place) => place.state)).toEqual(['SPENT', 'RELEASED'])
  expect(await usedOn(today())).toBe(costUnits)
})

test('the cancel of a busy job, carried out by its run, gives the place back', async () => {
  const job = await table.addJob('preparing')
  await quota.reserve(job.rowId)
  await table.hands.cancel(job.jobId)
  await table.rows.claim(job.run, START_MS)
  expect(await usedOn(today())).toBe(0)
})

test('a job that is refused an end keeps its place', async () => {
  const job = await table.addJob('committing')
  await quota.reserve(job.rowId)
  await table.rows.fail(job.run, aProblem(), false)
  await table.hands.cancel(job.jobId)
  expect(await usedOn(today())).toBe(costUnits)
})

test('whatever jobs do and whatever the time, a day counts exactly what is held and spent on it', async () => {
  const step = fc.record({
    kind: fc.constantFrom('reserve', 'reserve', 'spend', 'fail', 'midnight'),
    job: fc.nat(7),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const jobs = await Promise.all(Array.from({ length: 8 }, () => table.addJob('preparing')))
      const session = new Map<string, number>()
      const full = (error: unknown) => {
        if (!(error instanceof PublishError)) throw error
      }
      for (const { kind, job: index } of steps) {
        const job = jobs[index]
        if (!job) throw new Error(`no job ${index}`)
        if (kind === 'midnight') table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
        if (kind === 'fail') await table.rows.fail(job.run, aProblem(), false)
        if (kind === 'reserve') await quota.reserve(job.rowId).then((number) => session.set(job.rowId, number), full)
        const held = session.get(job.rowId)
        if (kind === 'spend' && held !== undefined) await quota.spend(job.rowId, held).catch(full)
      }
      for (const day of await taken()) {
        expect(day.used).toBe(day.taken)
        expect(day.used).toBeLessThanOrEqual(day.limit)
      }
    }),
    { numRuns: 15 },
  )
})
