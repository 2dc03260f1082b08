import { createRowActivities } from '../../src/activities/rows'
import type { Problem } from '../../src/domain/errors'
import type { Pacing } from '../../src/domain/pacing'
import { spreadEnd } from '../../src/domain/spread'
import { pacificDay } from '../../src/domain/quota'
import { aProblem, openJobTable, START_MS, type JobTable, type StoredJob } from '../support/job-table'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const PACING: Pacing = {
  requestTimeoutMs: 30_000,
  commitTimeoutMs: 600_000,
  commitSettleMs: 60_000,
  uploadTimeoutMs: 6 * HOUR_MS,
  heartbeatTimeoutMs: 30_000,
  retryIntervalMs: 1_000,
  retryMaxIntervalMs: 60_000,
  pollIntervalMs: 5_000,
  rateLimitWaitMs: 60_000,
  confirmBudgetMs: HOUR_MS,
  unconfirmedIntervalMs: 900_000,
  enrichBudgetMs: DAY_MS,
  reconnectWaitMs: 3 * DAY_MS,
}

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
  const usedUp = { date: pacificDay(START_MS), closedAt: new Date(START_MS) }
  await table.prisma.youTubeQuota.create({ data: usedUp })
})
afterAll(() => table.close())
beforeEach(() => table.clock.moveTo(START_MS))

const lost = aProblem({ code: 'reconnect-required', category: 'auth' })

function settle({ run }: StoredJob, problem: Problem, atCommit = false) {
  return createRowActivities({ ...table, pacing: PACING }).settleFailure({ ...run, problem, attempt: 1, atCommit })
}

/** What a run does at the end of a wait: it claims its row, and starts from the beginning. */
async function wakeAt(job: StoredJob, atMs: number) {
  table.clock.moveTo(atMs)
  expect(await table.rows.claim(job.run, atMs)).toMatchObject({ move: { kind: 'publish' } })
}

test('a wait is in the row with its reason and its deadline', async () => {
  const job = await table.addJob('preparing')
  const problem = aProblem({ code: 'spam-risk', category: 'rate-limited', untilMs: START_MS + HOUR_MS })
  const untilMs = spreadEnd(START_MS + HOUR_MS, START_MS, job.jobId)
  expect(await settle(job, problem)).toEqual({ kind: 'wait', phase: 'cooling-down', untilMs })
  expect(await table.row(job)).toMatchObject({
    phase: 'cooling-down',
    status: 'DELAYED',
    waitReason: 'spam-risk',
    waitUntil: new Date(untilMs),
    errorCode: 'spam-risk',
    errorCategory: 'rate-limited',
    errorMessage: 'A sentence. A remedy.',
  })
})

test('a job that waits for its user keeps the first deadline, and fails at it', async () => {
  const job = await table.addJob('preparing')
  const deadlineMs = START_MS + PACING.reconnectWaitMs
  const wait = { kind: 'wait', phase: 'waiting-for-reconnect', untilMs: deadlineMs }
  expect(await settle(job, lost)).toEqual(wait)
  await wakeAt(job, START_MS + HOUR_MS)
  expect(await settle(job, lost)).toEqual(wait)
  await wakeAt(job, deadlineMs)
  expect(await settle(job, lost)).toEqual({ kind: 'fail' })
  expect(await table.row(job)).toMatchObject({ phase: 'failed', errorCode: 'reconnect-required', waitUntil: null })
})

test('the deadline holds although each look finds another reason for the same wait', async () => {
  const job = await table.addJob('preparing')
  const untilMs = START_MS + PACING.reconnectWaitMs
  await settle(job, aProblem({ code: 'authorization-removed', category: 'auth' }))
  await wakeAt(job, START_MS + HOUR_MS)
  expect(await settle(job, lost)).toMatchObject({ kind: 'wait', untilMs })
  expect(await table.row(job)).toMatchObject({ waitReason: 'reconnect-required', waitUntil: new Date(untilMs) })
})

test('an instant that a job waited for before is no deadline of its wait for the user', async () => {
  const job = await table.addJob('scheduled', { waitUntil: new Date(START_MS), scheduledFor: new Date(START_MS) })
  await wakeAt(job, START_MS)
  expect(await settle(job, lost)).toMatchObject({ kind: 'wait', untilMs: START_MS + PACING.reconnectWaitMs })
})

describe('a job that was made with a wait of its own', () => {
  test('waits for its user so long, and fails then with what is to be done', async () => {
    const job = await table.addJob('preparing', { reconnectWaitSeconds: 7_200 })
    const untilMs = START_MS + 2 * HOUR_MS
    expect(await settle(job, lost)).toMatchObject({ kind: 'wait', untilMs })
    expect((await table.row(job)).errorMessage).toBe('A sentence. A remedy. The job then goes on by itself.')
    await wakeAt(job, untilMs)
    expect(await settle(job, lost)).toEqual({ kind: 'fail' })
    expect(await table.row(job)).toMatchObject({
      phase: 'failed',
      errorCode: 'reconnect-required',
      errorMessage: 'A sentence. A remedy. Then retry the job with /retry.',
    })
  })

  test('of no time at all fails at once', async () => {
    const job = await table.addJob('preparing', { reconnectWaitSeconds: 0 })
    expect(await settle(job, lost)).toEqual({ kind: 'fail' })
    expect(await table.row(job)).toMatchObject({ phase: 'failed', errorCode: 'reconnect-required' })
  })
})

test('a fault of our own has the job wait with its reason', async () => {
  const job = await table.addJob('preparing')
  const unreadable = aProblem({ code: 'token-unreadable', category: 'internal' })
  const untilMs = START_MS + PACING.retryMaxIntervalMs
  expect(await settle(job, unreadable)).toEqual({ kind: 'wait', phase: 'cooling-down', untilMs })
  expect(await table.row(job)).toMatchObject({
    phase: 'cooling-down',
    waitReason: 'token-unreadable',
    waitUntil: new Date(untilMs),
    errorCategory: 'internal',
  })
})

test('a grant that dies again after bytes have flowed is waited for anew', async () => {
  const job = await table.addJob('preparing')
  await settle(job, lost)
  await wakeAt(job, START_MS + HOUR_MS)
  await table.rows.enter(job.run, 'uploading')
  expect(await settle(job, lost)).toMatchObject({ kind: 'wait', untilMs: START_MS + HOUR_MS + PACING.reconnectWaitMs })
})

test('a job that is cooling down and is refused the next time as well waits on', async () => {
  const job = await table.addJob('preparing')
  const phase = 'cooling-down'
  for (const days of [1, 2, 3]) {
    const endMs = START_MS + days * DAY_MS
    const untilMs = spreadEnd(endMs, table.clock.nowMs(), job.jobId)
    const limited = aProblem({ category: 'rate-limited', untilMs: endMs })
    expect(await settle(job, limited)).toEqual({ kind: 'wait', phase, untilMs })
    expect(await table.row(job)).toMatchObject({ phase, waitUntil: new Date(untilMs) })
    await wakeAt(job, untilMs)
  }
})

test('a definite refusal ends the job with its code', async () => {
  const job = await table.addJob('uploading')
  expect(await settle(job, aProblem({ code: 'too-long', category: 'media' }))).toEqual({ kind: 'fail' })
  expect(await table.row(job)).toMatchObject({ status: 'FAILED', errorCode: 'too-long', errorCategory: 'media' })
})

test.each([
  ['a refusal', aProblem()],
  ['a rate limit', aProblem({ category: 'rate-limited', untilMs: START_MS + HOUR_MS })],
  ['a lost grant', lost],
])('%s that meets a requested cancel ends in the cancel that was promised, without a wait', async (_name, problem) => {
  const job = await table.addJob('uploading')
  await table.hands.cancel(job.jobId)
  expect(await settle(job, problem)).toEqual({ kind: 'fail' })
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' }, phase: 'cancelled' })
  expect(await table.row(job)).toMatchObject({ phase: 'cancelled', errorCode: null, waitUntil: null })
})

test('a rate limit that meets an open commit is no reason to wait: the commit is looked into at once', async () => {
  const job = await table.addJob('committing')
  const before = await table.row(job)
  const limited = aProblem({ category: 'rate-limited', untilMs: START_MS + HOUR_MS })
  expect(await settle(job, limited)).toEqual({ kind: 'fail' })
  expect(await table.row(job)).toEqual(before)
})

test('a commit step that ran out of time, its commit open, changes no row: only a probe may follow', async () => {
  const job = await table.addJob('committing')
  const before = await table.row(job)
  expect(await settle(job, aProblem({ category: 'transient' }), true)).toMatchObject({ kind: 'again' })
  await settle(job, aProblem({ category: 'internal' }), true)
  expect(await table.row(job)).toEqual(before)
})

describe('a job with a latest instant', () => {
  const latest = START_MS + HOUR_MS
  const limited = { publishBefore: new Date(latest) }

  test.each([
    ['the quota of a day', aProblem({ category: 'quota', untilMs: START_MS + DAY_MS })],
    ['a rate limit', aProblem({ category: 'rate-limited', untilMs: START_MS + DAY_MS })],
    ['its user', lost],
  ])('waits for %s until then, and fails at it', async (_name, problem) => {
    const job = await table.addJob('preparing', limited)
    expect(await settle(job, problem)).toMatchObject({ kind: 'wait', untilMs: latest })
    expect(await table.row(job)).toMatchObject({ status: 'DELAYED', waitUntil: new Date(latest) })
    table.clock.moveTo(latest)
    expect(await table.rows.claim(job.run, latest)).toMatchObject({ move: { kind: 'end' }, phase: 'failed' })
    expect(await table.row(job)).toMatchObject({
      phase: 'failed',
      errorCode: 'publish-before-passed',
      errorMessage: expect.stringContaining(`(${problem.code})`),
      waitUntil: null,
    })
  })

  test('does not wait at all where a step fails at it', async () => {
    const job = await table.addJob('uploading', limited)
    table.clock.moveTo(latest)
    expect(await settle(job, aProblem({ category: 'rate-limited', untilMs: START_MS + DAY_MS }))).toEqual({
      kind: 'fail',
    })
    expect(await table.row(job)).toMatchObject({ phase: 'failed', errorCode: 'publish-before-passed' })
  })

  test('ends as cancelled where a cancel was requested before it', async () => {
    const job = await table.addJob('uploading', limited)
    await table.hands.cancel(job.jobId)
    expect(await table.rows.claim(job.run, latest)).toMatchObject({ move: { kind: 'end' }, phase: 'cancelled' })
  })

  test('is asked about beyond it where a commit is open', async () => {
    const job = await table.addJob('committing', limited)
    expect(await table.rows.claim(job.run, latest)).toMatchObject({ move: { kind: 'confirm' } })
    expect(await table.row(job)).toMatchObject({ phase: 'committing', errorCode: null })
  })

  test('commits until then, and not at it', async () => {
    const job = await table.addJob('uploading', limited)
    table.clock.moveTo(latest)
    expect(await table.rows.claimCommit(job.run, 1, latest + HOUR_MS)).toBeNull()
    table.clock.moveTo(latest - 1)
    expect(await table.rows.claimCommit(job.run, 1, latest + HOUR_MS)).toBe(1)
  })

  test('is told how long its upload may go on', async () => {
    const job = await table.addJob('accepted', limited)
    const { claimRun } = createRowActivities({ ...table, pacing: PACING })
    const claimed = await claimRun({ ...job.run, nowMs: START_MS + 60_000 })
    expect(claimed.pacing).toEqual({ ...PACING, uploadTimeoutMs: HOUR_MS - 60_000 })
  })
})
