import { releaseAbandonedUploads } from '../../src/database/quota/freed-uploads'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import type { UploadQuota } from '../../src/domain/ports/quota'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import { planOf } from '../support/open-limits'
import { aProblem, openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

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

const fillDay = async (places = PLACES) => {
  for (let place = 0; place < places; place++) await quota.reserve((await table.addJob('preparing')).rowId)
}

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

test.each([
  ['with room for more', 1],
  ['the last of the day', PLACES - 1],
])('an attempt that comes while another one of its job holds a place finds that place, %s', async (_room, taken) => {
  await fillDay(taken)
  const job = await table.addJob('preparing')
  const other = (tx: JobTable['prisma']) => createUploadQuota(tx, table.clock, plan).reserve(job.rowId)
  expect(await overtaken(table, other, () => quota.reserve(job.rowId))).toBe(1)
  expect(await placesOf(job)).toEqual([{ sessionNumber: 1, date: today(), state: 'HELD' }])
  expect(await usedOn(today())).toBe((taken + 1) * costUnits)
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

test('two attempts that spend the same place pay for two requests', async () => {
  const job = await table.addJob('preparing')
  const number = await quota.reserve(job.rowId)
  expect([await quota.spend(job.rowId, number), await quota.spend(job.rowId, number)]).toEqual([1, 2])
  expect((await placesOf(job)).map((place) => place.state)).toEqual(['SPENT', 'SPENT'])
})

test('an upload whose request never left is held again, and no other session of its job', async () => {
  const job = await table.addJob('preparing')
  await quota.spend(job.rowId, await quota.reserve(job.rowId))
  const second = await quota.spend(job.rowId, await quota.reserve(job.rowId))
  await quota.giveBack(job.rowId, second)
  await quota.giveBack(job.rowId, second)
  expect((await placesOf(job)).map((place) => place.state)).toEqual(['SPENT', 'HELD'])
  expect(await usedOn(today())).toBe(2 * costUnits)
  expect(await quota.reserve(job.rowId)).toBe(second)
})

test('an upload whose request never left is free where its job holds another', async () => {
  const job = await table.addJob('preparing')
  const first = await quota.spend(job.rowId, await quota.reserve(job.rowId))
  await quota.reserve(job.rowId)
  await quota.giveBack(job.rowId, first)
  expect((await placesOf(job)).map((place) => place.state)).toEqual(['RELEASED', 'HELD'])
  expect(await usedOn(today())).toBe(costUnits)
})

test('an upload that is only held is not given back', async () => {
  const job = await table.addJob('preparing')
  await quota.giveBack(job.rowId, await quota.reserve(job.rowId))
  expect(await usedOn(today())).toBe(costUnits)
})

test('what was spent yesterday is given back to yesterday', async () => {
  const [job, spentOn] = [await table.addJob('preparing'), today()]
  const number = await quota.spend(job.rowId, await quota.reserve(job.rowId))
  table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
  await fillDay(1)
  await quota.giveBack(job.rowId, number)
  expect([await usedOn(spentOn), await usedOn(today())]).toEqual([0, costUnits])
})

describe('a day that YouTube has closed', () => {
  const isRefused = { problem: { code: 'youtube-quota-exhausted', category: 'quota' } }

  test('gives no place, keeps none for those who hold one, and is open again after midnight', async () => {
    const [holder, newcomer] = [await table.addJob('preparing'), await table.addJob('preparing')]
    const number = await quota.reserve(holder.rowId)
    await quota.close()
    await expect(quota.spend(holder.rowId, number)).rejects.toMatchObject(isRefused)
    await expect(quota.reserve(holder.rowId)).rejects.toMatchObject(isRefused)
    await expect(quota.reserve(newcomer.rowId)).rejects.toMatchObject(isRefused)
    table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
    expect(await quota.reserve(holder.rowId)).toBe(2)
    expect((await placesOf(holder)).map((place) => place.state)).toEqual(['RELEASED', 'HELD'])
  })

  test('stays closed since the first time, also one that nobody has used', async () => {
    await quota.close()
    const closedAt = new Date(table.clock.nowMs())
    table.clock.moveTo(table.clock.nowMs() + 1_000)
    await quota.close()
    expect(await table.prisma.youTubeQuota.findUnique({ where: { date: today() } })).toMatchObject({ closedAt })
  })
})

describe('while a job waits in the queue', () => {
  const quotaQueuedAt = new Date(START_MS)
  const addWaiting = () => table.addJob('waiting-for-quota', { quotaQueuedAt })
  const isRefused = { problem: { code: 'youtube-quota-exhausted' } }
  afterEach(() => table.prisma.publishJob.deleteMany())

  test('another gets no place, free or not', async () => {
    await addWaiting()
    const newcomer = await table.addJob('preparing')
    await expect(quota.reserve(newcomer.rowId)).rejects.toMatchObject(isRefused)
    expect(await usedOn(today())).toBe(0)
  })

  test('another uses the place that it holds already', async () => {
    const holder = await table.addJob('preparing')
    const number = await quota.reserve(holder.rowId)
    await addWaiting()
    expect(await quota.reserve(holder.rowId)).toBe(number)
    expect(await quota.spend(holder.rowId, number)).toBe(number)
  })

  test('it gets its place itself, and passes others by no more once it holds one', async () => {
    const waiting = await addWaiting()
    expect(await quota.reserve(waiting.rowId)).toBe(1)
    expect(await quota.reserve((await table.addJob('preparing')).rowId)).toBe(1)
  })

  test.each([
    ['of another platform', 'waiting-for-quota', { platform: 'TIKTOK', quotaQueuedAt }],
    ['that is at work', 'preparing', { quotaQueuedAt }],
    ['that waits for its user', 'waiting-for-reconnect', { quotaQueuedAt }],
  ] as const)('one %s is passed', async (_name, phase, columns) => {
    await table.addJob(phase, columns)
    expect(await quota.reserve((await table.addJob('preparing')).rowId)).toBe(1)
  })
})

describe('what nobody can use', () => {
  test('is freed, and told how much that was', async () => {
    const [erased, ended, late] = await Promise.all([1, 2, 3].map(() => table.addJob('preparing')))
    if (!erased || !ended || !late) throw new Error('no jobs')
    const day = today()
    for (const { rowId } of [erased, ended, late]) await quota.reserve(rowId)
    await table.prisma.publishJob.delete({ where: { id: erased.rowId } })
    const completed = { status: 'COMPLETED', phase: 'published', completedAt: new Date(table.clock.nowMs()) } as const
    await table.prisma.publishJob.update({ where: { id: ended.rowId }, data: completed })

    expect(await releaseAbandonedUploads(table.prisma, table.clock)).toBe(2)
    expect(await usedOn(day)).toBe(costUnits)
    table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
    expect(await releaseAbandonedUploads(table.prisma, table.clock)).toBe(1)
    expect(await releaseAbandonedUploads(table.prisma, table.clock)).toBe(0)
    expect(await usedOn(day)).toBe(0)
  })

  test.each(['failed', 'cancelled', 'published'] as const)('is not given to a job that is %s', async (phase) => {
    const job = await table.addJob(phase)
    await expect(quota.reserve(job.rowId)).rejects.toMatchObject({ problem: { category: 'quota' } })
    expect(await usedOn(today())).toBe(0)
  })

  test('is not left behind by a cancel that comes in the middle of a reservation', async () => {
    const job = await table.addJob('scheduled')
    await quota.close()
    table.clock.moveTo(nextPacificMidnightMs(table.clock.nowMs()))
    const reserving = (tx: JobTable['prisma']) => createUploadQuota(tx, table.clock, plan).reserve(job.rowId)
    await overtaken(table, reserving, () => table.hands.cancel(job.jobId))
    expect((await placesOf(job)).map((place) => place.state)).toEqual(['RELEASED'])
    expect(await usedOn(today())).toBe(0)
  })
})
