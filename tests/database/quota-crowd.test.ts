import { createUploadQuota } from '../../src/database/quota/upload-quota'
import { PublishError } from '../../src/domain/errors'
import { pacificDay, type QuotaPlan } from '../../src/domain/quota'
import { type Crowd, openCrowd } from '../support/crowd'
import { openJobTable, type JobTable } from '../support/job-table'
import { planOf } from '../support/open-limits'

/** On a day of 6 or 100 places; `QUOTA_CROWD` sets another number. */
const ASKERS = Number(process.env.QUOTA_CROWD ?? 2_000)
const RESERVERS = 64
const CLIENTS = 6

let table: JobTable
let crowd: Crowd

beforeAll(async () => {
  table = await openJobTable()
  crowd = openCrowd(table.url, CLIENTS)
})
afterAll(async () => {
  await crowd.close()
  await table.close()
})
beforeEach(() => table.clock.moveTo(table.clock.nowMs() + 48 * 3_600_000))

/** Copies of one job: rows are cheaper by the thousand. */
async function addJobs(count: number): Promise<string[]> {
  const { rowId } = await table.addJob('preparing')
  const rows = await table.prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO "PublishJob" (id, "jobId", "userId", "videoId", platform, status, phase, caption, hashtags, "updatedAt")
    SELECT ${rowId} || '-' || n, ${rowId} || '-' || n, "userId", "videoId", platform, status, phase, caption, hashtags, now()
    FROM "PublishJob", generate_series(1, ${count}::int) n WHERE id = ${rowId}
    RETURNING id`
  return rows.map(({ id }) => id)
}

interface Outcome {
  granted: number
  refused: number
  seconds: number
}

/** All of them ask, so many at a time, as workers with clients of their own do. */
async function ask(rowIds: string[], plan: QuotaPlan): Promise<Outcome> {
  const ledgers = crowd.clients.map((prisma) => createUploadQuota(prisma, table.clock, plan))
  const outcome = { granted: 0, refused: 0, seconds: 0 }
  const waiting = rowIds.values()
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: RESERVERS }, async (_, lane) => {
      for (const rowId of waiting)
        await ledgers[lane % CLIENTS]?.reserve(rowId).then(
          () => outcome.granted++,
          (error: unknown) => {
            if (!(error instanceof PublishError) || error.problem.category !== 'quota') throw error
            outcome.refused++
          },
        )
    }),
  )
  outcome.seconds = (performance.now() - startedAt) / 1_000
  return outcome
}

const dayOf = async () => {
  const date = pacificDay(table.clock.nowMs())
  const { used } = await table.prisma.youTubeQuota.findUniqueOrThrow({ where: { date } })
  const held = await table.prisma.quotaReservation.aggregate({ where: { date }, _sum: { units: true }, _count: true })
  return { used, units: held._sum.units, places: held._count }
}

test.each(['units-1600', 'upload-bucket'] as const)(
  'of thousands of uploads that ask on one day of %s, 64 at a time, exactly as many get a place as fit into it',
  async (model) => {
    const plan = planOf(model)
    const places = Math.floor(plan.limits.uploads / plan.uploadCost)
    const { granted, refused, seconds } = await ask(await addJobs(ASKERS), plan)
    process.stderr.write(`${model}: ${Math.round(ASKERS / seconds)} attempts/s\n`)

    expect({ granted, refused }).toEqual({ granted: places, refused: ASKERS - places })
    const units = places * plan.uploadCost
    expect(await dayOf()).toEqual({ used: units, units, places })
  },
  300_000,
)

test('a day with room for all of them gives every one its place', async () => {
  const plan = planOf('upload-bucket', { limits: { ...planOf('upload-bucket').limits, uploads: 2_000 } })
  const { granted, seconds } = await ask(await addJobs(2_000), plan)
  process.stderr.write(`${Math.round(granted / seconds)} reservations/s\n`)
  expect(granted).toBe(2_000)
  expect(await dayOf()).toEqual({ used: 2_000, units: 2_000, places: 2_000 })
})

test('64 attempts of one job at once are given one place', async () => {
  await ask(await addJobs(1), planOf('units-1600'))
  const [rowId = ''] = await addJobs(1)
  const { granted } = await ask(
    Array.from({ length: RESERVERS }, () => rowId),
    planOf('units-1600'),
  )
  expect(granted).toBe(RESERVERS)
  expect(await dayOf()).toEqual({ used: 3_200, units: 3_200, places: 2 })
})

test('the last place of a day is given to every attempt of the job that has it', async () => {
  await ask(await addJobs(5), planOf('units-1600'))
  const [rowId = ''] = await addJobs(1)
  const { granted } = await ask(
    Array.from({ length: RESERVERS }, () => rowId),
    planOf('units-1600'),
  )
  expect(granted).toBe(RESERVERS)
  expect(await dayOf()).toEqual({ used: 9_600, units: 9_600, places: 6 })
})
