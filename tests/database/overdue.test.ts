import { randomUUID } from 'node:crypto'
import { createOverdueJobs, type OverdueJob } from '../../src/database/publish-jobs/overdue'
import type { JobPhase } from '../../src/domain/job'
import type { Platform } from '../../src/domain/platform'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

const MINUTE_MS = 60_000

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

async function overdueJobs(): Promise<OverdueJob[]> {
  const found = []
  for await (const batch of createOverdueJobs(table.prisma, MINUTE_MS).find(START_MS)) found.push(...batch)
  return found
}

const isOverdue = async (job: { jobId: string }): Promise<boolean> =>
  (await overdueJobs()).some((run) => run.jobId === job.jobId)

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
  const found = (await overdueJobs()).find((run) => run.jobId === jobId)
  expect(found).toEqual({
    jobId,
    generation: 2,
    userId,
    videoId,
    platform: 'YOUTUBE',
    scheduledFor: null,
    asleep: true,
    fresh: true,
  })
})

describe('while a pause holds', () => {
  const HOUR_MS = 3_600_000
  type Pause = Partial<{ account: string | null; platform: Platform; until: Date | null; scope: 'WRITES' | 'ALL' }>

  async function pause({ account = null, platform = 'YOUTUBE', until = null, scope = 'WRITES' }: Pause = {}) {
    const words = { reason: 'paused', message: 'Paused', remedy: 'Resume it.' }
    const row = { id: randomUUID(), platform, platformUserId: account, scope, until, ...words }
    await table.prisma.platformCooldown.create({ data: row })
  }
  const paused = (waitReason = 'paused') =>
    table.addJob('cooling-down', { waitReason, waitUntil: new Date(START_MS + 24 * HOUR_MS) })

  afterEach(() => table.prisma.platformCooldown.deleteMany())

  test.each<[string, Pause[], boolean]>([
    ['its platform is paused', [{}], false],
    ['its account is paused', [{ account: 'account-YOUTUBE' }], false],
    ['one of two pauses is left', [{ until: ago(1) }, { account: 'account-YOUTUBE', until: ago(-1) }], false],
    ['nothing is paused any more', [], true],
    ['the pause has ended', [{ until: ago(1) }], true],
    ['another platform is paused', [{ platform: 'TIKTOK' }], true],
    ['another account is paused', [{ account: 'another-account' }], true],
  ])('a job that waits for its end, while %s, sleeps or is woken', async (_name, pauses, overdue) => {
    const job = await paused()
    for (const each of pauses) await pause(each)
    expect(await isOverdue(job)).toBe(overdue)
  })

  test('a job that waits for something else sleeps on', async () => {
    expect(await isOverdue(await paused('rate-limited'))).toBe(false)
  })

  test.each<[string, Pause, boolean]>([
    ['forbids probes', { scope: 'ALL' }, false],
    ['has ended since its last probe', { scope: 'ALL', until: ago(1) }, true],
    ['had ended before its last probe', { scope: 'ALL', until: ago(10) }, false],
    ['never forbade probes, and has ended', { until: ago(1) }, false],
  ])('an unconfirmed job whose pause %s sleeps or is probed', async (_name, given, overdue) => {
    const job = await table.addJob('unconfirmed', { updatedAt: ago(5) })
    await pause(given)
    expect(await isOverdue(job)).toBe(overdue)
  })
})

test('thousands of overdue jobs are found in one go, each once', async () => {
  const { allowDuplicate: _never, options: _none, ...columns } = await table.newJob()
  const names = Array.from({ length: 2_500 }, (_, index) => `publish-crowd-${index}`)
  await table.prisma.publishJob.createMany({ data: names.map((jobId) => ({ ...columns, jobId, updatedAt: ago(1) })) })
  const found = (await overdueJobs()).map(({ jobId }) => jobId).filter((jobId) => jobId.includes('crowd'))
  expect(found.sort()).toEqual(names.sort())
})
