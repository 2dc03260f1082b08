import { changesIn } from '../../src/domain/changes-by-hand'
import { PHASES, TERMINAL_PHASES, type JobPhase } from '../../src/domain/job'
import type { HandAnswer, HandChange } from '../../src/domain/ports/jobs'
import { openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

const LATER = new Date(START_MS + 7_200_000)

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

/** What each change by hand is answered in each phase, where the row holds nothing unusual. */
const ANSWERS: Record<JobPhase, { cancel: HandAnswer; cancelLeaves: JobPhase; reschedule: HandAnswer }> = {
  accepted: { cancel: 'cancelled', cancelLeaves: 'cancelled', reschedule: 'rescheduled' },
  scheduled: { cancel: 'cancelled', cancelLeaves: 'cancelled', reschedule: 'rescheduled' },
  'waiting-for-quota': { cancel: 'cancelled', cancelLeaves: 'cancelled', reschedule: 'too-late' },
  'waiting-for-reconnect': { cancel: 'cancelled', cancelLeaves: 'cancelled', reschedule: 'too-late' },
  'cooling-down': { cancel: 'cancelled', cancelLeaves: 'cancelled', reschedule: 'too-late' },
  preparing: { cancel: 'cancelled', cancelLeaves: 'preparing', reschedule: 'too-late' },
  uploading: { cancel: 'cancelled', cancelLeaves: 'uploading', reschedule: 'too-late' },
  committing: { cancel: 'too-late', cancelLeaves: 'committing', reschedule: 'too-late' },
  processing: { cancel: 'too-late', cancelLeaves: 'processing', reschedule: 'too-late' },
  unconfirmed: { cancel: 'unconfirmed', cancelLeaves: 'unconfirmed', reschedule: 'unconfirmed' },
  published: { cancel: 'too-late', cancelLeaves: 'published', reschedule: 'too-late' },
  'handed-over': { cancel: 'too-late', cancelLeaves: 'handed-over', reschedule: 'too-late' },
  failed: { cancel: 'too-late', cancelLeaves: 'failed', reschedule: 'too-late' },
  cancelled: { cancel: 'cancelled', cancelLeaves: 'cancelled', reschedule: 'too-late' },
}

const ASKED: [HandChange, (jobId: string) => Promise<unknown>][] = [
  ['publishNow', (jobId) => table.hands.reschedule(jobId, null)],
  ['reschedule', (jobId) => table.hands.reschedule(jobId, LATER)],
  ['edit', (jobId) => table.hands.edit(jobId, { caption: 'Another caption' })],
  ['cancel', (jobId) => table.hands.cancel(jobId)],
  ['resolveOutcome', (jobId) => table.hands.resolve(jobId, { live: false })],
]

describe.each(PHASES)('a job that is %s', (phase) => {
  const expected = ANSWERS[phase]

  test(`answers a cancel with ${expected.cancel}, and the same when asked again`, async () => {
    const job = await table.addJob(phase)
    const first = await table.hands.cancel(job.jobId)
    const after = await table.row(job)
    expect(first).toEqual({ answer: expected.cancel, phase: expected.cancelLeaves, revision: 0 })
    expect(after.phase).toBe(expected.cancelLeaves)
    expect(after.cancelRequestedAt !== null).toBe(expected.cancel === 'cancelled')
    expect(await table.hands.cancel(job.jobId)).toEqual(first)
    expect(await table.row(job)).toEqual(after)
  })

  test.each([
    ['a reschedule', LATER],
    ['publish-now', null],
  ])(`answers %s with ${expected.reschedule}, and the same when asked again`, async (_name, scheduledFor) => {
    const job = await table.addJob(phase)
    const before = await table.row(job)
    const first = await table.hands.reschedule(job.jobId, scheduledFor)
    const after = await table.row(job)
    expect(first?.answer).toBe(expected.reschedule)
    if (expected.reschedule === 'rescheduled') expect(after.scheduledFor).toEqual(scheduledFor)
    else expect(after).toEqual(before)
    expect(await table.hands.reschedule(job.jobId, scheduledFor)).toEqual(first)
    expect(await table.row(job)).toEqual(after)
  })

  test('takes by its row exactly what operators are shown', async () => {
    const taken: HandChange[] = []
    for (const [change, ask] of ASKED) {
      const job = await table.addJob(phase, { scheduledFor: new Date(START_MS + 3_600_000) })
      const before = await table.row(job)
      await ask(job.jobId)
      if ((await table.row(job)).updatedAt > before.updatedAt) taken.push(change)
    }
    expect(taken).toEqual(changesIn(phase))
  })

  test('whose cancel was requested is not moved any more', async () => {
    const job = await table.addJob(phase, { cancelRequestedAt: new Date(START_MS) })
    expect(['too-late', 'unconfirmed']).toContain((await table.hands.reschedule(job.jobId, LATER))?.answer)
    expect((await table.row(job)).revision).toBe(0)
  })
})

test('a job that is not known is answered with nothing', async () => {
  expect(await table.hands.cancel('publish-unknown')).toBeNull()
  expect(await table.hands.reschedule('publish-unknown', LATER)).toBeNull()
})

test('a move is in the row as a wait for its new instant, under a new revision', async () => {
  const job = await table.addJob('accepted')
  expect(await table.hands.reschedule(job.jobId, LATER)).toEqual({
    answer: 'rescheduled',
    phase: 'scheduled',
    revision: 1,
  })
  expect(await table.row(job)).toMatchObject({ status: 'DELAYED', scheduledFor: LATER, waitUntil: LATER })
  expect(await table.hands.reschedule(job.jobId, null)).toEqual({
    answer: 'rescheduled',
    phase: 'accepted',
    revision: 2,
  })
  expect(await table.row(job)).toMatchObject({ status: 'PENDING', scheduledFor: null, waitUntil: null })
})

test('a cancelled job has ended: when, and without a wait', async () => {
  const job = await table.addJob('scheduled')
  await table.hands.cancel(job.jobId)
  expect(await table.row(job)).toMatchObject({
    status: 'FAILED',
    failedAt: new Date(START_MS),
    waitReason: null,
    waitUntil: null,
  })
})

test.each(PHASES.filter((phase) => !TERMINAL_PHASES.includes(phase)))(
  'a job of which "not published" is known can be cancelled, also where its row still says %s',
  async (phase) => {
    const job = await table.addJob(phase, { commitRequestedAt: new Date(START_MS), commitVerdict: 'not-published' })
    expect(await table.hands.cancel(job.jobId)).toMatchObject({ answer: 'cancelled' })
    expect(await table.rows.claimCommit(job.run, 1, START_MS)).toBeNull()
    expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' }, phase: 'cancelled' })
  },
)

test('a cancel finds a job that begins to wait at the same instant', async () => {
  const job = await table.addJob('preparing')
  const park = (tx: JobTable['prisma']) =>
    tx.publishJob.update({
      where: { jobId: job.jobId },
      data: { phase: 'cooling-down', status: 'DELAYED', waitReason: 'spam-risk', waitUntil: LATER },
    })
  expect(await overtaken(table, park, () => table.hands.cancel(job.jobId))).toMatchObject({ answer: 'cancelled' })
  expect(await table.row(job)).toMatchObject({ phase: 'cancelled' })
})

test('a cancel finds a job that begins to prepare at the same instant', async () => {
  const job = await table.addJob('accepted')
  const begin = (tx: JobTable['prisma']) =>
    tx.publishJob.update({ where: { jobId: job.jobId }, data: { phase: 'preparing', status: 'ACTIVE' } })
  expect(await overtaken(table, begin, () => table.hands.cancel(job.jobId))).toMatchObject({ answer: 'cancelled' })
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' }, phase: 'cancelled' })
})

describe('an edit', () => {
  test.each(PHASES)('of a job that is %s changes it before prepare begins, and nothing later', async (phase) => {
    const job = await table.addJob(phase)
    const before = await table.row(job)
    const edit = { caption: 'Another caption', hashtags: ['other'], options: { title: 'Other' } }
    const result = await table.hands.edit(job.jobId, edit)
    if (phase === 'accepted' || phase === 'scheduled') {
      expect(result).toEqual({ answer: 'edited', phase, revision: 1 })
      expect(await table.row(job)).toMatchObject({ ...edit, phase })
    } else {
      expect(result?.answer).toBe(phase === 'unconfirmed' ? 'unconfirmed' : 'too-late')
      expect(await table.row(job)).toEqual(before)
    }
  })

  test('can move the job to another instant in the same statement', async () => {
    const job = await table.addJob('accepted')
    await table.hands.edit(job.jobId, { caption: 'Later', scheduledFor: LATER })
    expect(await table.row(job)).toMatchObject({
      caption: 'Later',
      scheduledFor: LATER,
      phase: 'scheduled',
      waitUntil: LATER,
    })
  })

  test('of a cancelled job comes too late', async () => {
    const job = await table.addJob('scheduled')
    await table.hands.cancel(job.jobId)
    expect(await table.hands.edit(job.jobId, { caption: 'x' })).toMatchObject({
      answer: 'too-late',
      phase: 'cancelled',
    })
  })
})
