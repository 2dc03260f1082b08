import { PHASES } from '../../src/domain/job'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const FAILED = { commitRequestedAt: null, commitVerdict: null }

test.each(PHASES.filter((phase) => phase !== 'failed'))('a job that is %s is not retried', async (phase) => {
  const job = await table.addJob(phase)
  const before = await table.row(job)
  const answer = phase === 'unconfirmed' ? 'unconfirmed' : 'not-retryable'
  expect(await table.hands.retry(job.jobId, true)).toMatchObject({ answer, phase, run: null })
  expect(await table.row(job)).toEqual(before)
})

test('a failed job runs again under the next generation, and the run of the old one ends', async () => {
  const job = await table.addJob('failed', { ...FAILED, errorCode: 'a-problem', attemptNumber: 3 })
  const { userId, videoId } = await table.row(job)
  expect(await table.hands.retry(job.jobId, false)).toEqual({
    answer: 'retried',
    phase: 'accepted',
    revision: 0,
    run: { jobId: job.jobId, generation: 2, userId, videoId, platform: 'YOUTUBE', scheduledFor: null },
  })
  expect(await table.row(job)).toMatchObject({ status: 'PENDING', generation: 2, failedAt: null, errorCode: null })
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' } })
  expect(await table.rows.claim({ ...job.run, generation: 2 }, START_MS)).toMatchObject({ move: { kind: 'publish' } })
})

test('two retries at once make one run', async () => {
  const job = await table.addJob('failed', FAILED)
  const answers = await Promise.all([table.hands.retry(job.jobId, false), table.hands.retry(job.jobId, false)])
  expect(answers.map((result) => result?.answer).sort()).toEqual(['not-retryable', 'retried'])
  expect(await table.row(job)).toMatchObject({ generation: 2 })
})

test('a refused commit is settled: the retry may claim the next one', async () => {
  const job = await table.addJob('failed', { commitRequestedAt: new Date(START_MS), commitVerdict: 'refused' })
  await table.hands.retry(job.jobId, false)
  const run = { ...job.run, generation: 2 }
  expect(await table.rows.claim(run, START_MS)).toMatchObject({ move: { kind: 'publish' } })
  expect(await table.rows.claimCommit(run, 1, START_MS + 1)).not.toBeNull()
})

test('a retry is refused while another job publishes the same video to the same account, unless that is wanted', async () => {
  const videoId = await table.addVideo()
  const failed = await table.addJob('failed', { ...FAILED, videoId })
  const other = await table.addJob('scheduled', { videoId })
  expect(await table.hands.retry(failed.jobId, false)).toEqual({
    answer: 'duplicate-publish',
    existing: { jobId: other.jobId },
  })
  expect(await table.row(failed)).toMatchObject({ phase: 'failed', generation: 1 })
  expect(await table.hands.retry(failed.jobId, true)).toMatchObject({ answer: 'retried' })
})

test('an unknown job is not retried', async () => {
  expect(await table.hands.retry('nobody', false)).toBeNull()
})
