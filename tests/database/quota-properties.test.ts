import fc from 'fast-check'
import { createQuotaDays } from '../../src/database/quota/quota-days'
import { createQuotaMeter } from '../../src/database/quota/quota-meter'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import { PublishError } from '../../src/domain/errors'
import {
  nextPacificMidnightMs,
  pacificDay,
  type CallPurpose,
  type QuotaPlan,
  type QuotaUser,
} from '../../src/domain/quota'
import { aProblem, openJobTable, type JobTable, type StoredJob } from '../support/job-table'
import { planOf } from '../support/open-limits'

// Whatever is done to the ledger, in whatever order, once, twice or twice at once.

const JOBS = 5
const PLANS: QuotaPlan[] = [planOf('units-1600'), planOf('upload-bucket'), planOf('units-1600', { uploadCost: 3_000 })]

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const job = fc.nat(JOBS - 1)
const event = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('reserve'), job }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('spend', 'giveBack'), job }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('fail', 'cancel', 'erase'), job }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('limit'), limit: fc.integer({ min: 1, max: 12_000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('adopt'), plan: fc.constantFrom(...PLANS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('charge'),
      purpose: fc.constantFrom<CallPurpose>('list', 'change', 'search', 'batch-stats'),
      user: fc.constantFrom<QuotaUser>('publishing', 'metrics'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close', 'midnight') }) },
)
/** `again`: its answer is lost, and it is done once more; `at-once`: while the lost one is still at work. */
const step = fc.record({ event, times: fc.constantFrom('once', 'once', 'again', 'at-once') })

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

/** What the operations of one sequence share. */
interface Course {
  jobs: StoredJob[]
  /** The last session that each job was told. */
  sessions: Map<string, number>
  plan: QuotaPlan
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof PublishError && error.problem.category === 'quota')) throw error
}

async function carryOut(course: Course, what: Event): Promise<void> {
  const { jobs, sessions, plan } = course
  const ledger = createUploadQuota(table.prisma, table.clock, plan)
  const days = createQuotaDays(table.prisma, table.clock, plan)
  if ('limit' in what) return void (await days.setLimit(pacificDay(table.clock.nowMs()), what.limit))
  if ('plan' in what) return createQuotaDays(table.prisma, table.clock, (course.plan = what.plan)).adoptPlan()
  if ('user' in what)
    return void (await createQuotaMeter(table.prisma, table.clock, plan)
      .charge(what.purpose, what.user)
      .catch(unlessRefused))
  if (!('job' in what)) {
    if (what.kind === 'close') return ledger.close()
    return void table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
  }
  const one = jobs[what.job]
  if (!one) throw new Error(`no job ${what.job}`)
  const told = (number: number) => void sessions.set(one.rowId, number)
  const session = sessions.get(one.rowId)
  if (what.kind === 'reserve') return ledger.reserve(one.rowId).then(told, unlessRefused)
  if (what.kind === 'fail') return table.rows.fail(one.run, aProblem(), false)
  if (what.kind === 'cancel') return void (await table.hands.cancel(one.jobId), await table.rows.claim(one.run, 0))
  if (what.kind === 'erase') return void (await table.prisma.publishJob.deleteMany({ where: { id: one.rowId } }))
  if (session === undefined) return
  if (what.kind === 'spend') return ledger.spend(one.rowId, session).then(told, unlessRefused)
  return ledger.giveBack(one.rowId, session)
}

async function checkLedger(): Promise<void> {
  const days = await table.prisma.$queryRaw<
    Record<'used' | 'limit' | 'callUnits' | 'metricsUnits' | 'taken', number>[]
  >`
    SELECT q.used, q."limit", q."callUnits", q."metricsUnits", coalesce((
      SELECT sum(r.units) FROM "QuotaReservation" r WHERE r.date = q.date AND r.state <> 'RELEASED'
    ), 0)::int AS taken
    FROM "YouTubeQuota" q`
  for (const { used, limit, callUnits, metricsUnits, taken } of days) {
    expect(taken + callUnits).toBe(used)
    expect(used).toBeLessThanOrEqual(limit)
    expect(metricsUnits).toBeLessThanOrEqual(callUnits)
  }
  const today = pacificDay(table.clock.nowMs())
  const wrong = await table.prisma.$queryRaw<unknown[]>`
    SELECT "publishJobId", 'holds two' AS what FROM "QuotaReservation" WHERE state = 'HELD'
    GROUP BY "publishJobId" HAVING count(*) > 1
    UNION ALL
    SELECT r."publishJobId", 'costs something else' FROM "QuotaReservation" r JOIN "YouTubeQuota" q ON q.date = r.date
    WHERE r.date = ${today} AND r.state <> 'RELEASED' AND r.units <> q."uploadCost"`
  expect(wrong).toEqual([])
}

/** Whether the ledger owes the job a place: an open day with room, or a place that it holds there; and whether it may have one. */
async function isOwed({ rowId }: StoredJob): Promise<boolean> {
  const date = pacificDay(table.clock.nowMs())
  const [day, held, live] = await Promise.all([
    createQuotaDays(table.prisma, table.clock, PLANS[0] ?? planOf('units-1600')).find(date),
    table.prisma.quotaReservation.count({ where: { publishJobId: rowId, date, state: 'HELD' } }),
    table.prisma.publishJob.count({ where: { id: rowId, status: { in: ['PENDING', 'ACTIVE', 'DELAYED'] } } }),
  ])
  return live === 1 && day.closedAt === null && (held === 1 || day.used + day.uploadCost <= day.limit)
}

test('a day counts exactly what is held, spent and called on it, is never over its limit, and gives what it has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
      const jobs = await Promise.all(Array.from({ length: JOBS }, () => table.addJob('preparing')))
      const course: Course = { jobs, sessions: new Map(), plan: PLANS[0] ?? planOf('units-1600') }
      for (const { event: what, times } of steps) {
        await carryOut(course, what)
        if (times === 'again') await carryOut(course, what)
        if (times === 'at-once') await Promise.all([carryOut(course, what), carryOut(course, what)])
        await checkLedger()
      }
      const ledger = createUploadQuota(table.prisma, table.clock, course.plan)
      for (const one of jobs) {
        const owed = await isOwed(one)
        const first = (await ledger.reserve(one.rowId).catch(unlessRefused)) ?? null
        expect(first !== null).toBe(owed)
        if (first !== null) expect(await ledger.reserve(one.rowId)).toBe(first)
      }
      await checkLedger()
    }),
    { numRuns: 12 },
  )
})
