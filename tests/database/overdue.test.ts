import { createOverdueJobs } from '../../src/database/publish-jobs/overdue'
import type { JobPhase } from '../../src/domain/job'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

const MINUTE_MS = 60_000

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const isOverdue = async (job: { jobId: string }): Promise<boolean> =>
  (await createOverdueJobs(table.prisma, MINUTE_MS).find(START_MS)).some((run) => run.jobId === job.jobId)

const ago = (minutes: number) => new Date(START_MS - minutes * MINUTE_MS)

test.each<[string, JobPhase, { updatedAt?: Date; waitUntil?: Date; connectionId?: string | null }, boolean]>([
  ['accepted just now', 'accepted', { updatedAt: ago(0) }, false],
  ['accepted a minute ago without a run', 'accepted', { updatedAt: ago(1) }, true],
  ['waiting for an instant ahead', 'scheduled', { updatedAt: ago(60), waitUntil: ago(-1) }, false],
  ['asleep past its instant', 'scheduled', { updatedAt: ago(60), waitUntil: ago(1) }, true],
  ['unconfirmed past its next probe', 'unconfirmed', { updatedAt: ago(60), waitUntil: ago(1) }, true],
  ['waiting for an account that is connected', 'waiting-for-reconnect', { updatedAt: ago(1) }, true],
  ['waiting for an account that is gone', 'waiting-for-reconnect', { updatedAt: ago(1), connectionId: null }, false],
  ['busy and reporting', 'uploading', { updatedAt: ago(1) }, false],
  ['busy and silent', 'uploading', { updatedAt: ago(3) }, true],
  ['published', 'published', { updatedAt: ago(600) }, false],
  ['failed', 'failed', { updatedAt: ago(600) }, false],
  ['cancelled', 'cancelled', { updatedAt: ago(600) }, false],
])('a job that is %s (%s) is left alone or looked after', async (_name, phase, change, overdue) => {
  expect(await isOverdue(await table.addJob(phase, change))).toBe(overdue)
})

describe('while its account needs its user', () => {
  const account = (change: object) =>
    table.prisma.platformConnection.update({ where: { id: 'connection-YOUTUBE' }, data: change })

  afterEach(() => account({ status: 'ACTIVE', statusChangedAt: ago(600) }))

  test.each<JobPhase>(['waiting-for-reconnect', 'unconfirmed'])(
    'a job that is %s is left alone, and woken once when it is connected anew',
    async (phase) => {
      await account({ status: 'EXPIRED', statusChangedAt: ago(600) })
      const job = await table.addJob(phase, { updatedAt: ago(60) })
      expect(await isOverdue(job)).toBe(false)
      await account({ status: 'ACTIVE', statusChangedAt: ago(10) })
      expect(await isOverdue(job)).toBe(true)
      await table.prisma.publishJob.update({ where: { jobId: job.jobId }, data: { updatedAt: ago(0) } })
      expect(await isOverdue(job)).toBe(false)
    },
  )

  test('a job that waits for it is woken at its deadline', async () => {
    await account({ status: 'EXPIRED' })
    expect(await isOverdue(await table.addJob('waiting-for-reconnect', { waitUntil: ago(1) }))).toBe(true)
  })

  test('a job that a platform keeps in doubt is not asked about more often because its account is well', async () => {
    await account({ statusChangedAt: ago(600) })
    expect(await isOverdue(await table.addJob('unconfirmed', { updatedAt: ago(60) }))).toBe(false)
  })
})

test('an overdue job is told with all that its run is started with', async () => {
  const { jobId } = await table.addJob('accepted', { updatedAt: ago(5), generation: 2 })
  const { userId, videoId } = await table.row({ jobId })
  const found = (await createOverdueJobs(table.prisma, MINUTE_MS).find(START_MS)).find((run) => run.jobId === jobId)
  expect(found).toEqual({
    jobId,
    generation: 2,
    userId,
    videoId,
    platform: 'YOUTUBE',
    scheduledFor: null,
    asleep: true,
  })
})
