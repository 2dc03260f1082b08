import { PHASES } from '../../src/domain/job'
import type { Resolution } from '../../src/domain/ports/jobs'
import { openJobTable, START_MS, type JobTable, type StoredJob } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const LIVE: Resolution = { live: true, platformPostId: 'found-by-hand', url: 'https://posts.example/found-by-hand' }
const SENT = { commitRequestedAt: new Date(START_MS - 1_000), commitDeadlineAt: new Date(START_MS - 1) }

const postOf = (job: StoredJob) => table.prisma.publishedPost.findFirst({ where: { publishJobId: job.rowId } })

test.each(PHASES.filter((phase) => phase !== 'unconfirmed'))(
  'a job that is %s is not settled by hand',
  async (phase) => {
    const job = await table.addJob(phase)
    const before = await table.row(job)
    for (const resolution of [LIVE, { live: false } as const]) {
      expect(await table.hands.resolve(job.jobId, resolution)).toMatchObject({ answer: 'not-unconfirmed', phase })
    }
    expect(await table.row(job)).toEqual(before)
  },
)

test('a post that a person has found is recorded with its job', async () => {
  const job = await table.addJob('unconfirmed', SENT)
  expect(await table.hands.resolve(job.jobId, LIVE)).toMatchObject({ answer: 'resolved', phase: 'published' })
  expect(await table.row(job)).toMatchObject({ status: 'COMPLETED', commitVerdict: 'published', waitReason: null })
  expect(await postOf(job)).toMatchObject({ platformPostId: 'found-by-hand', platformPostIdProvisional: false })
})

test('a live post without a public id is recorded as such', async () => {
  const job = await table.addJob('unconfirmed', SENT)
  await table.hands.resolve(job.jobId, { live: true, platformPostId: null })
  expect(await postOf(job)).toMatchObject({ platformPostId: job.jobId, platformPostIdProvisional: true })
})

test("another job's post is not taken", async () => {
  const [first, second] = [await table.addJob('unconfirmed', SENT), await table.addJob('unconfirmed', SENT)]
  const taken: Resolution = { live: true, platformPostId: 'one-post' }
  await table.hands.resolve(first.jobId, taken)
  expect(await table.hands.resolve(second.jobId, taken)).toMatchObject({
    answer: 'post-id-taken',
    phase: 'unconfirmed',
  })
  expect(await postOf(second)).toBeNull()
})

test('a job that is not live fails, may be retried, and its upload is used no more', async () => {
  const job = await table.addJob('unconfirmed', SENT)
  const fingerprint = { platformUserId: 'account-YOUTUBE', objectEtag: 'etag', revision: 0 }
  await table.checkpoints.save(job.rowId, {
    ...fingerprint,
    number: 1,
    expiresAtMs: START_MS + 1e9,
    reference: { a: 'b' },
  })
  expect(await table.hands.resolve(job.jobId, { live: false })).toMatchObject({ answer: 'resolved', phase: 'failed' })
  expect(await table.row(job)).toMatchObject({
    status: 'FAILED',
    commitVerdict: 'not-published',
    errorCode: 'resolved-not-published',
  })
  expect(await table.checkpoints.latest(job.rowId)).toBeNull()
  expect(await table.hands.retry(job.jobId, false)).toMatchObject({ answer: 'retried' })
})

test('"not live" is not believed while the request may still arrive', async () => {
  const job = await table.addJob('unconfirmed', { ...SENT, commitDeadlineAt: new Date(START_MS + 1_000) })
  expect(await table.hands.resolve(job.jobId, { live: false })).toMatchObject({ answer: 'commit-in-flight' })
  expect(await table.row(job)).toMatchObject({ phase: 'unconfirmed', commitVerdict: null })
})

test('the platform is believed over a person who has said "not live"', async () => {
  const job = await table.addJob('unconfirmed', SENT)
  await table.hands.resolve(job.jobId, { live: false })
  await table.rows.recordPost(job.run, {
    platformPostId: 'it-was-there',
    provisionalId: 'task',
    complete: true,
    warnings: [],
  })
  expect(await table.row(job)).toMatchObject({
    status: 'COMPLETED',
    phase: 'published',
    errorCode: null,
    failedAt: null,
  })
})
