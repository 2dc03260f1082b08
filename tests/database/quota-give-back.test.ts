import { createQuotaDays } from '../../src/database/quota/quota-days'
import { createQuotaMeter } from '../../src/database/quota/quota-meter'
import { nextPacificMidnightMs, pacificDay, QUOTA_MODEL_NAMES, type QuotaModelName } from '../../src/domain/quota'
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
const meterOf = (model: QuotaModelName) => createQuotaMeter(table.prisma, table.clock, planOf(model))

/** What calls have taken of a day, in all its buckets. */
async function callUnits(date: string): Promise<number> {
  const day = await table.prisma.youTubeQuota.findUnique({ where: { date } })
  const buckets = await table.prisma.quotaBucket.findMany({ where: { date } })
  return buckets.reduce((sum, { used }) => sum + used, day?.callUnits ?? 0)
}

describe.each(QUOTA_MODEL_NAMES)('in %s', (model) => {
  test.each(['publishing', 'metrics'] as const)('what a call for %s took is free again, and no more', async (user) => {
    const meter = meterOf(model)
    await meter.charge('list', 'publishing')
    const taken = await meter.charge('list', user)
    expect(await callUnits(today())).toBe(2)
    await meter.giveBack(taken)
    expect(await callUnits(today())).toBe(1)
  })

  test('it is free on the day that it was taken of', async () => {
    const meter = meterOf(model)
    const date = today()
    const taken = await meter.charge('change', 'publishing')
    table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
    await meter.charge('change', 'publishing')
    await meter.giveBack(taken)
    expect([await callUnits(date), await callUnits(today())]).toEqual([0, 50])
  })
})

test('a day that is counted otherwise by now keeps what it counts', async () => {
  const taken = await meterOf('units-1600').charge('list', 'publishing')
  await createQuotaDays(table.prisma, table.clock, planOf('upload-bucket')).adoptPlan()
  await meterOf('upload-bucket').charge('list', 'publishing')
  const before = await callUnits(today())
  await meterOf('upload-bucket').giveBack(taken)
  expect(await callUnits(today())).toBe(before)
})
