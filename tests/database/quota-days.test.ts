import { createQuotaDays } from '../../src/database/quota/quota-days'
import { createQuotaMeter } from '../../src/database/quota/quota-meter'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import { PublishError } from '../../src/domain/errors'
import type { UploadQuota } from '../../src/domain/ports/quota'
import { nextPacificMidnightMs, pacificDay, type QuotaModelName, type QuotaPlan } from '../../src/domain/quota'
import { openCrowd } from '../support/crowd'
import { openJobTable, overtaken, type JobTable, type StoredJob } from '../support/job-table'
import { planOf } from '../support/open-limits'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())
// Each test has a Pacific day of its own.
beforeEach(() => table.clock.moveTo(nextPacificMidnightMs(nextPacificMidnightMs(table.clock.nowMs()))))

const UNITS = planOf('units-1600')
const UPLOADS = planOf('upload-bucket')

const withLimit = (plan: QuotaPlan, uploads: number): QuotaPlan => ({ ...plan, limits: { ...plan.limits, uploads } })

const today = () => pacificDay(table.clock.nowMs())
const days = (plan: QuotaPlan) => createQuotaDays(table.prisma, table.clock, plan)
const uploads = (plan: QuotaPlan) => createUploadQuota(table.prisma, table.clock, plan)
const meter = (plan: QuotaPlan) => createQuotaMeter(table.prisma, table.clock, plan)
const theDay = () => days(UNITS).find(today())

/** So many jobs that hold an upload of today. */
const holders = async (plan: QuotaPlan, count: number): Promise<StoredJob[]> => {
  const jobs = await Promise.all(Array.from({ length: count }, () => table.addJob('preparing')))
  for (const { rowId } of jobs) await uploads(plan).reserve(rowId)
  return jobs
}

const isFull = { problem: { code: 'youtube-quota-exhausted' } }

describe('a day', () => {
  test('that nobody has touched is told as it would be opened', async () => {
    expect(await days(UPLOADS).find(today())).toEqual({
      date: today(),
      model: 'upload-bucket',
      uploadCost: 1,
      used: 0,
      limit: 100,
      held: 0,
      spent: 0,
      callUnits: 0,
      closedAt: null,
      buckets: [
        { name: 'units', used: 0, limit: 10_000, closedAt: null },
        { name: 'search', used: 0, limit: 100, closedAt: null },
        { name: 'batch-stats', used: 0, limit: 10_000, closedAt: null },
      ],
    })
    expect(await table.prisma.youTubeQuota.count({ where: { date: today() } })).toBe(0)
  })

  test('tells what is held, spent and called, and since when it is closed', async () => {
    const [spender] = await holders(UNITS, 2)
    if (spender) await uploads(UNITS).spend(spender.rowId, 1)
    await meter(UNITS).charge('change', 'publishing')
    await uploads(UNITS).close()
    const closedAt = new Date(table.clock.nowMs())
    expect(await theDay()).toMatchObject({ used: 3_250, held: 1, spent: 1, callUnits: 50, closedAt, buckets: [] })
  })
})

describe('a limit that is set by hand', () => {
  test('is the limit, also of a day without a row, and also when a worker starts', async () => {
    expect(await days(UNITS).setLimit(today(), 20_000)).toMatchObject({ limit: 20_000, used: 0 })
    await days(UNITS).adoptPlan()
    expect(await theDay()).toMatchObject({ limit: 20_000 })
    await holders(UNITS, 12)
    await expect(holders(UNITS, 1)).rejects.toMatchObject(isFull)
  })

  test('is not below what is used, and leaves no room then', async () => {
    await holders(UNITS, 2)
    expect(await days(UNITS).setLimit(today(), 1_000)).toMatchObject({ limit: 3_200, used: 3_200 })
    await expect(holders(UNITS, 1)).rejects.toMatchObject(isFull)
  })

  test('opens a closed day again when it is greater than before, and only then', async () => {
    await uploads(UNITS).close()
    expect((await days(UNITS).setLimit(today(), 9_000)).closedAt).not.toBeNull()
    expect(await days(UNITS).setLimit(today(), 9_001)).toMatchObject({ closedAt: null })
    await holders(UNITS, 1)
  })

  test('is gone when the day is counted by another model, of which it says nothing', async () => {
    await days(UNITS).setLimit(today(), 20_000)
    await days(UPLOADS).adoptPlan()
    expect(await theDay()).toMatchObject({ model: 'upload-bucket', limit: 100 })
    await days(withLimit(UPLOADS, 70)).adoptPlan()
    expect(await theDay()).toMatchObject({ limit: 70 })
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_000_001])('is never %p', async (limit) => {
    await expect(days(UNITS).setLimit(today(), limit)).rejects.toThrow(RangeError)
    expect(await theDay()).toMatchObject({ limit: 10_000 })
  })
})

describe('a worker that starts with another plan', () => {
  test('counts what is held and spent at the new cost', async () => {
    const [spender] = await holders(UNITS, 4)
    if (spender) await uploads(UNITS).spend(spender.rowId, 1)
    await days(UPLOADS).adoptPlan()
    expect(await theDay()).toMatchObject({
      model: 'upload-bucket',
      uploadCost: 1,
      used: 4,
      limit: 100,
      held: 3,
      spent: 1,
    })
    await holders(UNITS, 96)
    await expect(holders(UPLOADS, 1)).rejects.toMatchObject(isFull)
  })

  test('finds a day full that is used beyond the new limit, until enough of it is given back', async () => {
    const jobs = await holders(UPLOADS, 8)
    await days(UNITS).adoptPlan()
    expect(await theDay()).toMatchObject({ model: 'units-1600', used: 12_800, limit: 12_800 })
    for (const job of jobs.slice(0, 3)) await table.hands.cancel(job.jobId).then(() => table.rows.claim(job.run, 0))
    await days(UNITS).adoptPlan()
    expect(await theDay()).toMatchObject({ used: 8_000, limit: 10_000 })
    await holders(UPLOADS, 1)
    await expect(holders(UNITS, 1)).rejects.toMatchObject(isFull)
  })

  test('keeps the calls in a model that counts them with uploads, and drops them in the other', async () => {
    await holders(UNITS, 1)
    await meter(UNITS).charge('change', 'publishing')
    await days({ ...UNITS, uploadCost: 1_000 }).adoptPlan()
    expect(await theDay()).toMatchObject({ used: 1_050, callUnits: 50 })
    await days(UPLOADS).adoptPlan()
    expect(await theDay()).toMatchObject({ used: 1, callUnits: 0 })
    await days(UNITS).adoptPlan()
    expect(await theDay()).toMatchObject({ used: 1_600, callUnits: 0 })
  })

  test('changes the limits of the other buckets, not below what is used of them', async () => {
    for (const purpose of ['list', 'change', 'search'] as const) await meter(UPLOADS).charge(purpose, 'publishing')
    const limits = { ...UPLOADS.limits, units: 40, search: 500 }
    await days({ ...UPLOADS, limits }).adoptPlan()
    expect((await theDay()).buckets).toMatchObject([
      { name: 'units', used: 51, limit: 51 },
      { name: 'search', used: 1, limit: 500 },
      { name: 'batch-stats', limit: 10_000 },
    ])
  })

  test('changes nothing of days that are over', async () => {
    await holders(UNITS, 1)
    const yesterday = await theDay()
    table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
    await days(UPLOADS).adoptPlan()
    expect(await days(UPLOADS).find(yesterday.date)).toEqual(yesterday)
  })

  test('leaves a closed day closed', async () => {
    await uploads(UNITS).close()
    await days(withLimit(UNITS, 50_000)).adoptPlan()
    expect((await theDay()).closedAt).not.toBeNull()
  })

  test('changes nothing the second time', async () => {
    await holders(UNITS, 3)
    const rows = () => table.prisma.quotaReservation.findMany({ where: { date: today() }, select: { units: true } })
    await days(UPLOADS).adoptPlan()
    const before = [await theDay(), await rows()]
    await days(UPLOADS).adoptPlan()
    expect([await theDay(), await rows()]).toEqual(before)
  })
})

describe('a change of the plan in the middle of', () => {
  test('a reservation makes it cost what the new plan says', async () => {
    await holders(UNITS, 1)
    const { rowId } = await table.addJob('preparing')
    const adopt = async (tx: JobTable['prisma']) => {
      await tx.$executeRaw`
        UPDATE "YouTubeQuota" SET model = 'upload-bucket', "uploadCost" = 1, used = 1, "limit" = 100 WHERE date = ${today()}`
      await tx.quotaReservation.updateMany({ where: { date: today() }, data: { units: 1 } })
    }
    await overtaken(table, adopt, () => uploads(UNITS).reserve(rowId))
    expect(await theDay()).toMatchObject({ used: 2, held: 2 })
    expect(await table.prisma.quotaReservation.findFirst({ where: { publishJobId: rowId } })).toMatchObject({
      units: 1,
    })
  })

  test.each([
    ['a reservation counts what is reserved', (ledger: UploadQuota, rowId: string) => ledger.reserve(rowId), 2],
    ['a return counts what is held again', (ledger: UploadQuota, rowId: string) => ledger.giveBack(rowId, 1), 1],
  ])('%s', async (_what, work, used) => {
    const [job] = await holders(UNITS, 1)
    if (!job) throw new Error('no job')
    await uploads(UNITS).spend(job.rowId, 1)
    const working = (tx: JobTable['prisma']) => work(createUploadQuota(tx, table.clock, UNITS), job.rowId)
    await overtaken(table, working, () => days(UPLOADS).adoptPlan())
    expect(await theDay()).toMatchObject({ uploadCost: 1, used })
    const priced = await table.prisma.quotaReservation.count({
      where: { date: today(), state: { not: 'RELEASED' }, units: 1 },
    })
    expect(priced).toBe(used)
  })

  test('a crowd of reservers, spenders and enders loses and invents nothing', async () => {
    const jobs = await Promise.all(Array.from({ length: 60 }, () => table.addJob('preparing')))
    const plans = [UNITS, UPLOADS, { ...UNITS, uploadCost: 400 }]
    const { clients, close } = openCrowd(table.url, 4)
    const full = (error: unknown) => {
      if (!(error instanceof PublishError)) throw error
    }
    const live = async (job: StoredJob, index: number) => {
      const ledger = createUploadQuota(clients[index % 4] ?? table.prisma, table.clock, UNITS)
      const number = await ledger.reserve(job.rowId).catch(full)
      if (number === undefined || index % 3 === 0) return
      const spent = await ledger.spend(job.rowId, number).catch(full)
      if (spent !== undefined && index % 3 === 1) await ledger.giveBack(job.rowId, spent)
    }
    const changes = async () => {
      for (const plan of [...plans, ...plans, UPLOADS]) await days(plan).adoptPlan()
    }
    await Promise.all([changes(), ...jobs.map(live)])
    await close()

    const { used, limit, uploadCost, held, spent, model } = await theDay()
    expect(model satisfies QuotaModelName).toBe('upload-bucket')
    expect(used).toBe((held + spent) * uploadCost)
    expect(used).toBeLessThanOrEqual(limit)
    const prices = await table.prisma.quotaReservation.findMany({
      where: { date: today(), state: { not: 'RELEASED' }, units: { not: uploadCost } },
    })
    expect(prices).toEqual([])
  })
})
