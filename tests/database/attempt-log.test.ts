import { createAttemptLog } from '../../src/database/attempt-log'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

test('a remote step is on record from before it begins, and with its end', async () => {
  const job = await table.addJob('uploading')
  const attempt = () => table.prisma.publishAttempt.findFirst({ where: { publishJobId: job.rowId } })
  const end = await createAttemptLog(table.prisma, table.clock).begin(job.rowId, 1, 'commit')
  expect(await attempt()).toMatchObject({ step: 'commit', startedAt: new Date(START_MS), endedAt: null, outcome: null })
  table.clock.moveTo(START_MS + 1_000)
  await end({ outcome: 'unknown', platformCode: '500', message: 'No answer.' })
  expect(await attempt()).toMatchObject({
    endedAt: new Date(START_MS + 1_000),
    outcome: 'unknown',
    platformCode: '500',
  })
})

test('a step whose worker was lost is closed by the next one, its outcome unknown', async () => {
  const [job, other] = [await table.addJob('uploading'), await table.addJob('uploading')]
  const log = createAttemptLog(table.prisma, table.clock)
  await log.begin(job.rowId, 1, 'transfer')
  await log.begin(other.rowId, 1, 'transfer')
  await log.begin(job.rowId, 1, 'transfer')
  const outcomes = async (rowId: string) =>
    (await table.prisma.publishAttempt.findMany({ where: { publishJobId: rowId } }))
      .map(({ outcome }) => outcome)
      .sort()
  expect(await outcomes(job.rowId)).toEqual([null, 'unknown'].sort())
  expect(await outcomes(other.rowId)).toEqual([null])
})
