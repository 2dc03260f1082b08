import { createQuotaDays } from '../../src/database/quota/quota-days'
import { createQuotaMeter } from '../../src/database/quota/quota-meter'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import { PublishError } from '../../src/domain/errors'
import type { QuotaMeter } from '../../src/domain/ports/quota'
import {
  nextPacificMidnightMs,
  pacificDay,
  type BucketName,
  type CallPurpose,
  type QuotaModelName,
  type QuotaPlan,
  type QuotaUser,
} from '../../src/domain/quota'
import { openJobTable, type JobTable } from '../support/job-table'
import { planOf } from '../support/open-limits'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())
// Each test has a Pacific day of its own.
beforeEach(() => table.clock.moveTo(nextPacificMidnightMs(nextPacificMidnightMs(table.clock.nowMs()))))

const today = () => pacificDay(table.clock.nowMs())

const withLimits = (model: QuotaModelName, limits: Partial<QuotaPlan['limits']>, change: Partial<QuotaPlan> = {}) =>
  planOf(model, { limits: { ...planOf(model).limits, ...limits }, ...change })

const meterOf = (plan: QuotaPlan) => createQuotaMeter(table.prisma, table.clock, plan)

const uploads = (plan: QuotaPlan) => createUploadQuota(table.prisma, table.clock, plan)

/** The day as it is told; by whichever plan, since its row exists. */
const theDay = () => createQuotaDays(table.prisma, table.clock, planOf('units-1600')).find(today())

const bucket = async (name: BucketName) => (await theDay()).buckets.find((one) => one.name === name)

const isRefusal = (error: unknown) => error instanceof PublishError && error.problem.category === 'quota'

/** How many of so many charges at once were taken. */
async function taken(meter: QuotaMeter, purpose: CallPurpose, user: QuotaUser, times: number): Promise<number> {
  const ends = await Promise.allSettled(Array.from({ length: times }, () => meter.charge(purpose, user)))
  const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  expect(refusals.filter((error) => !isRefusal(error))).toEqual([])
  return times - refusals.length
}

/** Uploads until so many units are used. */
async function uploadUntil(plan: QuotaPlan, used: number): Promise<void> {
  for (let units = 0; units < used; units += plan.uploadCost)
    await uploads(plan).reserve((await table.addJob('preparing')).rowId)
}

test.each([
  ['units-1600', 'list', 'uploads', 1],
  ['units-1600', 'change', 'uploads', 50],
  ['units-1600', 'search', 'uploads', 100],
  ['units-1600', 'batch-stats', 'uploads', 1],
  ['upload-bucket', 'list', 'units', 1],
  ['upload-bucket', 'change', 'units', 50],
  ['upload-bucket', 'search', 'search', 1],
  ['upload-bucket', 'batch-stats', 'batch-stats', 1],
] as const)('in %s a call of kind %s takes of %s %i', async (model, purpose, name, units) => {
  await meterOf(planOf(model)).charge(purpose, 'publishing')
  const day = await theDay()
  const used = day.buckets.filter((one) => one.used > 0).map((one) => [one.name, one.used])
  expect([day.used, day.callUnits]).toEqual(name === 'uploads' ? [units, units] : [0, 0])
  expect(used).toEqual(name === 'uploads' ? [] : [[name, units]])
})

test('a call is refused until midnight when its bucket is used up, and was never sent', async () => {
  const meter = meterOf(withLimits('upload-bucket', { search: 1 }))
  await meter.charge('search', 'publishing')
  await expect(meter.charge('search', 'publishing')).rejects.toMatchObject({
    neverSent: true,
    problem: {
      code: 'youtube-quota-exhausted',
      category: 'quota',
      untilMs: nextPacificMidnightMs(table.clock.nowMs()),
    },
  })
  expect(await bucket('search')).toMatchObject({ used: 1, limit: 1 })
})

test('of any number of calls at once exactly as many are taken as there are units', async () => {
  expect(await taken(meterOf(withLimits('upload-bucket', { units: 270 })), 'change', 'publishing', 40)).toBe(5)
  expect(await bucket('units')).toMatchObject({ used: 250 })
})

test.each([
  ['upload-bucket', { units: 21 }, 'list', 10],
  ['units-1600', { uploads: 2_099 }, 'list', 41],
] as const)(
  'metrics use their share of what publishing needs in %s, and no more',
  async (model, limits, purpose, share) => {
    const plan = withLimits(model, limits)
    expect(await taken(meterOf(plan), purpose, 'metrics', share + 20)).toBe(share)
    expect(await taken(meterOf(plan), purpose, 'publishing', 5)).toBe(5)
  },
)

test('what publishing uses does not count as the share of metrics, and is not there any more for it', async () => {
  const plan = withLimits('upload-bucket', { units: 20 })
  expect(await taken(meterOf(plan), 'list', 'publishing', 15)).toBe(15)
  expect(await taken(meterOf(plan), 'list', 'metrics', 10)).toBe(5)
  expect(await bucket('units')).toMatchObject({ used: 20 })
})

test.each(['search', 'batch-stats'] as const)('metrics have all of what only they use: %s', async (purpose) => {
  const plan = withLimits('upload-bucket', { [purpose]: 12 })
  expect(await taken(meterOf(plan), purpose, 'metrics', 20)).toBe(12)
})

test('a share of nothing leaves metrics nothing', async () => {
  const plan = planOf('units-1600', { metricsPercent: 0 })
  expect(await taken(meterOf(plan), 'list', 'metrics', 3)).toBe(0)
})

describe('the last upload of a shared day', () => {
  const plan = planOf('units-1600')
  // Five uploads leave 2,000 units: 400, and one upload.
  beforeEach(() => uploadUntil(plan, 8_000))

  const placesLeft = async () => {
    const { limit, used, uploadCost } = await theDay()
    return Math.floor((limit - used) / uploadCost)
  }

  test('is left by what can wait', async () => {
    expect(await taken(meterOf(plan), 'change', 'publishing', 20)).toBe(8)
    expect(await taken(meterOf(plan), 'list', 'metrics', 5)).toBe(0)
    expect(await placesLeft()).toBe(1)
  })

  test('is given up for the question what has become of a video', async () => {
    expect(await taken(meterOf(plan), 'change', 'publishing', 20)).toBe(8)
    await meterOf(plan).charge('list', 'publishing')
    expect(await placesLeft()).toBe(0)
    // Nothing is to be kept any more.
    expect(await taken(meterOf(plan), 'change', 'publishing', 2)).toBe(2)
  })

  test("is nobody else's once a job holds it: calls use what it leaves", async () => {
    await uploadUntil(plan, plan.uploadCost)
    expect(await taken(meterOf(plan), 'change', 'publishing', 20)).toBe(8)
    expect(await taken(meterOf(plan), 'list', 'publishing', 3)).toBe(0)
    expect(await theDay()).toMatchObject({ used: 10_000, callUnits: 400, held: 6 })
  })
})

test('uploads get what calls have left, and a day of both is never over its limit', async () => {
  const plan = planOf('units-1600')
  const jobs = await Promise.all(Array.from({ length: 12 }, () => table.addJob('preparing')))
  const [calls] = await Promise.all([
    taken(meterOf(plan), 'list', 'publishing', 450),
    Promise.allSettled(jobs.map(({ rowId }) => uploads(plan).reserve(rowId))),
  ])
  const { used, callUnits, held } = await theDay()
  expect(callUnits).toBe(calls)
  expect(used).toBe(held * plan.uploadCost + callUnits)
  expect(used).toBeLessThanOrEqual(10_000)
  expect(10_000 - used).toBeLessThan(plan.uploadCost)
})

test.each([
  ['upload-bucket', 'list', 'change', 'search'],
  ['upload-bucket', 'search', 'search', 'list'],
] as const)('in %s the close of %s ends %s for today, and leaves %s', async (model, closed, alike, other) => {
  const meter = meterOf(planOf(model))
  await meter.close(closed)
  expect(await taken(meter, alike, 'publishing', 2)).toBe(0)
  expect(await taken(meter, other, 'publishing', 2)).toBe(2)
  table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
  expect(await taken(meter, alike, 'publishing', 2)).toBe(2)
})

test('where calls share the day, its close ends uploads, too, and the other way round', async () => {
  const plan = planOf('units-1600')
  await meterOf(plan).close('list')
  await expect(uploads(plan).reserve((await table.addJob('preparing')).rowId)).rejects.toMatchObject({
    problem: { category: 'quota' },
  })
  table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
  await uploads(plan).close()
  expect(await taken(meterOf(plan), 'list', 'publishing', 1)).toBe(0)
})

test('a call counts as its day says, whatever the worker was configured to', async () => {
  await uploadUntil(planOf('units-1600'), 1_600)
  await meterOf(planOf('upload-bucket')).charge('list', 'publishing')
  expect(await theDay()).toMatchObject({ model: 'units-1600', used: 1_601, callUnits: 1 })
})
