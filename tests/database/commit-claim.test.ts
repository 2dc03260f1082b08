import { createRunRows } from '../../src/database/publish-jobs/run-rows'
import { openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

const MINUTE_MS = 60_000
const DEADLINE_MS = START_MS + MINUTE_MS

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

/** Comes a few round trips late. */
async function afterQueries(count: number): Promise<void> {
  for (let query = 0; query < count; query++) await table.prisma.$queryRaw`SELECT 1`
}

test('a claim is in the row before the commit leaves: when, until when, and without a verdict', async () => {
  const job = await table.addJob('uploading')
  expect(await table.rows.claimCommit(job.run, 1, DEADLINE_MS)).toBe(1)
  expect(await table.row(job)).toMatchObject({
    phase: 'committing',
    status: 'ACTIVE',
    commitRequestedAt: new Date(START_MS),
    commitDeadlineAt: new Date(DEADLINE_MS),
    commitVerdict: null,
    commitNumber: 1,
    commitCheckpointNumber: 1,
  })
})

test('of 20 claims at once exactly one wins', async () => {
  const job = await table.addJob('uploading')
  const claims = Array.from({ length: 20 }, () => table.rows.claimCommit(job.run, 1, DEADLINE_MS))
  expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
})

describe('of a cancel and a commit at the same instant exactly one wins', () => {
  test('whichever comes first', async () => {
    for (let round = 0; round < 100; round++) {
      const job = await table.addJob('uploading')
      const [cancelled, claimed] = await Promise.all([
        table.hands.cancel(job.jobId),
        afterQueries(round % 10).then(() => table.rows.claimCommit(job.run, 1, DEADLINE_MS)),
      ])
      expect(cancelled?.answer).toBe(claimed ? 'too-late' : 'cancelled')
      const row = await table.row(job)
      expect(row.commitRequestedAt !== null).toBe(claimed !== null)
      expect(row.cancelRequestedAt !== null).toBe(claimed === null)
    }
  })

  test('a cancel that waits for a claim comes too late', async () => {
    const job = await table.addJob('uploading')
    const claim = (tx: JobTable['prisma']) =>
      createRunRows(tx, table.clock, table.queue).claimCommit(job.run, 1, DEADLINE_MS)
    expect(await overtaken(table, claim, () => table.hands.cancel(job.jobId))).toMatchObject({ answer: 'too-late' })
    expect(await table.row(job)).toMatchObject({ phase: 'committing', cancelRequestedAt: null })
  })

  test('a claim that waits for a cancel is refused', async () => {
    const job = await table.addJob('uploading')
    const data = { cancelRequestedAt: new Date(START_MS) }
    const cancel = (tx: JobTable['prisma']) => tx.publishJob.update({ where: { jobId: job.jobId }, data })
    expect(await overtaken(table, cancel, () => table.rows.claimCommit(job.run, 1, DEADLINE_MS))).toBeNull()
    expect(await table.row(job)).toMatchObject({ phase: 'uploading', commitRequestedAt: null })
  })
})

test('no commit is claimed while an earlier one has no verdict, also from the same run', async () => {
  const job = await table.addJob('uploading')
  await table.rows.claimCommit(job.run, 1, DEADLINE_MS)
  expect(await table.rows.claimCommit(job.run, 1, DEADLINE_MS)).toBeNull()
  await table.rows.enter(job.run, 'processing')
  expect(await table.rows.claimCommit(job.run, 1, DEADLINE_MS)).toBeNull()
})

test('"not published" frees the job for one more commit', async () => {
  const job = await table.addJob('uploading')
  await table.rows.claimCommit(job.run, 1, DEADLINE_MS)
  await table.rows.notPublished(job.run, 1)
  const claims = Array.from({ length: 5 }, () => table.rows.claimCommit(job.run, 1, DEADLINE_MS))
  expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
  expect(await table.row(job)).toMatchObject({ commitVerdict: null })
})

test.each(['published', 'handed-over', 'refused'])(
  'after the verdict %s nothing is committed again',
  async (verdict) => {
    const job = await table.addJob('committing', { commitVerdict: verdict })
    expect(await table.rows.claimCommit(job.run, 1, DEADLINE_MS)).toBeNull()
  },
)

test.each([
  ['another generation', 'uploading', { generation: 2 }],
  ['a requested cancel', 'uploading', { cancelRequestedAt: new Date(START_MS) }],
  ['a job that has ended', 'cancelled', {}],
  ['a job that waits', 'waiting-for-reconnect', {}],
] as const)('%s refuses the claim', async (_name, phase, change) => {
  const job = await table.addJob(phase, change)
  const before = await table.row(job)
  expect(await table.rows.claimCommit({ ...job.run, generation: 1 }, 1, DEADLINE_MS)).toBeNull()
  expect(await table.row(job)).toEqual(before)
})

test('"not published" without an open commit changes nothing: a verdict stays as it is', async () => {
  const fresh = await table.addJob('uploading')
  await table.rows.notPublished(fresh.run, 0)
  expect(await table.row(fresh)).toMatchObject({ commitVerdict: null })
  const done = await table.addJob('published')
  await table.rows.notPublished(done.run, 0)
  expect(await table.row(done)).toMatchObject({ commitVerdict: 'published' })
})

test('the deadline of a commit is only ever hastened', async () => {
  const job = await table.addJob('uploading')
  await table.rows.claimCommit(job.run, 1, DEADLINE_MS)
  await table.rows.hastenDeadline(job.run, 1, DEADLINE_MS + MINUTE_MS)
  expect(await table.rows.brief(job.run)).toMatchObject({ claim: { deadlineAtMs: DEADLINE_MS } })
  await table.rows.hastenDeadline(job.run, 1, START_MS + 1_000)
  expect(await table.rows.brief(job.run)).toMatchObject({ claim: { deadlineAtMs: START_MS + 1_000 } })
})

test('a worker that was frozen settles its own claim only, never the one that was made meanwhile', async () => {
  const job = await table.addJob('uploading')
  await table.rows.claimCommit(job.run, 1, DEADLINE_MS)
  await table.rows.notPublished(job.run, 1)
  expect(await table.rows.claimCommit(job.run, 2, DEADLINE_MS)).toBe(2)

  await table.rows.notPublished(job.run, 1)
  await table.rows.hastenDeadline(job.run, 1, START_MS)
  expect(await table.rows.brief(job.run)).toMatchObject({
    claim: { number: 2, checkpointNumber: 2, deadlineAtMs: DEADLINE_MS },
  })
  expect(await table.row(job)).toMatchObject({ commitVerdict: null })
})
