import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { createRunRows } from '../../src/database/publish-jobs/run-rows'
import { PHASES, TERMINAL_PHASES } from '../../src/domain/job'
import { PRIORITY } from '../../src/domain/urgency'
import { openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

const HOUR_MS = 3_600_000

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

test('a claim begins the job: it is preparing, started now, its first attempt', async () => {
  const job = await table.addJob('accepted')
  expect(await table.rows.claim(job.run, START_MS)).toEqual({
    move: { kind: 'publish' },
    phase: 'preparing',
    problem: null,
    platform: 'YOUTUBE',
    priorityKey: PRIORITY.single,
    facts: {
      ...{ platform: 'YOUTUBE', attemptNumber: 1, bytesSent: 0, sizeBytes: 1_000_000 },
      ...{ scheduledForMs: null, why: null },
    },
  })
  expect(await table.row(job)).toMatchObject({
    phase: 'preparing',
    status: 'ACTIVE',
    attemptNumber: 1,
    startedAt: new Date(START_MS),
  })
})

test.each([
  ['an older', 2],
  ['a newer', 0],
])('a run of %s generation than the row ends and changes nothing', async (_name, generation) => {
  const job = await table.addJob('accepted', { generation })
  const before = await table.row(job)
  // A live job is another run's: this one is shown as what it was, a failed one.
  expect(await table.rows.claim({ ...job.run, generation: 1 }, START_MS)).toEqual({
    ...{ move: { kind: 'end' }, phase: 'failed', problem: null },
  })
  expect(await table.row(job)).toEqual(before)
})

test('a run without a row ends', async () => {
  const run = { jobId: 'publish-unknown', generation: 1 }
  expect(await table.rows.claim(run, START_MS)).toMatchObject({ move: { kind: 'end' } })
})

test.each(TERMINAL_PHASES)('a job that is %s is never started again', async (phase) => {
  const job = await table.addJob(phase, { scheduledFor: new Date(START_MS - HOUR_MS) })
  const before = await table.row(job)
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' }, phase })
  expect(await table.row(job)).toEqual(before)
})

test('the run of a failed job learns why', async () => {
  const job = await table.addJob('failed', { errorCode: 'caption-refused', errorMessage: 'Change the caption.' })
  expect((await table.rows.claim(job.run, START_MS)).problem).toEqual({
    code: 'caption-refused',
    message: 'Change the caption.',
  })
})

test('a job that is not due waits until its instant, and then begins', async () => {
  const scheduledFor = new Date(START_MS + HOUR_MS)
  const job = await table.addJob('accepted', { scheduledFor })
  const wait = { move: { kind: 'wait', untilMs: scheduledFor.getTime() }, phase: 'scheduled' }
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject(wait)
  expect(await table.row(job)).toMatchObject({ status: 'DELAYED', waitReason: 'scheduled', waitUntil: scheduledFor })
  expect(await table.rows.claim(job.run, scheduledFor.getTime() - 1)).toMatchObject(wait)
  expect(await table.rows.claim(job.run, scheduledFor.getTime())).toMatchObject({ move: { kind: 'publish' } })
})

test('a requested cancel is carried out by the claim, which ends the run', async () => {
  const job = await table.addJob('uploading', { cancelRequestedAt: new Date(START_MS) })
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' }, phase: 'cancelled' })
  expect(await table.row(job)).toMatchObject({ status: 'FAILED', phase: 'cancelled', failedAt: new Date(START_MS) })
})

const OPEN_ENDED = PHASES.filter((phase) => !TERMINAL_PHASES.includes(phase))

test.each(OPEN_ENDED)(
  'an open commit is confirmed by every run that finds it, also where the row says %s',
  async (phase) => {
    const claimed = { commitRequestedAt: new Date(START_MS), scheduledFor: new Date(START_MS + HOUR_MS) }
    const job = await table.addJob(phase, { ...claimed, cancelRequestedAt: new Date(START_MS) })
    expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'confirm' }, phase, problem: null })
    expect(await table.row(job)).toMatchObject({ phase, commitVerdict: null, attemptNumber: 0 })
  },
)

test('two claims at once are both served and leave one consistent row', async () => {
  const job = await table.addJob('accepted')
  const claims = await Promise.all([table.rows.claim(job.run, START_MS), table.rows.claim(job.run, START_MS)])
  expect(claims).toMatchObject([{ move: { kind: 'publish' } }, { move: { kind: 'publish' } }])
  expect(await table.row(job)).toMatchObject({ phase: 'preparing', status: 'ACTIVE', attemptNumber: 2 })
})

describe('what happens between the look at a row and its claim is seen', () => {
  const claim = (job: { run: { jobId: string; generation: number } }) => () => table.rows.claim(job.run, START_MS)

  test('a reschedule', async () => {
    const job = await table.addJob('accepted')
    const later = new Date(START_MS + HOUR_MS)
    const change = (tx: JobTable['prisma']) => createJobHands(tx, table.clock).reschedule(job.jobId, later)
    const claimed = await overtaken(table, change, claim(job))
    expect(claimed).toMatchObject({ move: { kind: 'wait', untilMs: later.getTime() } })
    expect(await table.row(job)).toMatchObject({ phase: 'scheduled', waitUntil: later, startedAt: null })
  })

  test('a cancel', async () => {
    const job = await table.addJob('preparing')
    const data = { cancelRequestedAt: new Date(START_MS) }
    const change = (tx: JobTable['prisma']) => tx.publishJob.update({ where: { jobId: job.jobId }, data })
    expect(await overtaken(table, change, claim(job))).toMatchObject({ move: { kind: 'end' }, phase: 'cancelled' })
  })

  test('a newer generation', async () => {
    const job = await table.addJob('accepted')
    const data = { generation: 2 }
    const change = (tx: JobTable['prisma']) => tx.publishJob.update({ where: { jobId: job.jobId }, data })
    expect(await overtaken(table, change, claim(job))).toMatchObject({ move: { kind: 'end' } })
    expect(await table.row(job)).toMatchObject({ phase: 'accepted', attemptNumber: 0 })
  })

  test('a commit, also the second one of a job', async () => {
    const first = { commitRequestedAt: new Date(START_MS - HOUR_MS), commitVerdict: 'not-published' }
    const job = await table.addJob('committing', first)
    const change = (tx: JobTable['prisma']) =>
      createRunRows(tx, table.clock, table.queue).claimCommit(job.run, 1, START_MS)
    expect(await overtaken(table, change, claim(job))).toMatchObject({ move: { kind: 'confirm' } })
    expect(await table.row(job)).toMatchObject({ phase: 'committing', commitVerdict: null })
  })
})

test('a run learns whether the job is still its own before it uploads anything', async () => {
  const [live, ended] = [await table.addJob('uploading', { generation: 2 }), await table.addJob('published')]
  expect(await table.rows.brief(live.run)).toMatchObject({ isCurrent: true })
  expect(await table.rows.brief({ ...live.run, generation: 1 })).toMatchObject({ isCurrent: false })
  expect(await table.rows.brief(ended.run)).toMatchObject({ isCurrent: false })
})

test('a step whose job is gone is told so, instead of asking for it for ever', async () => {
  const gone = table.rows.brief({ jobId: 'publish-unknown', generation: 1 })
  await expect(gone).rejects.toMatchObject({ problem: { code: 'job-gone', category: 'policy' } })
})
