import fc from 'fast-check'
import { isTerminal, PHASES, type JobPhase } from '../../src/domain/job'
import type { PublishJob } from '../../src/generated/prisma/client'
import { openJobTable, overtaken, START_MS, type JobTable, type StoredJob } from '../support/job-table'
import { DAY_MS, retentionOf, SETTINGS } from '../support/retention'

let table: JobTable
let retention: ReturnType<typeof retentionOf>

beforeAll(async () => {
  table = await openJobTable()
  retention = retentionOf(table)
})
beforeEach(() => Promise.all([table.prisma.publishJob.deleteMany(), table.prisma.publishJobTombstone.deleteMany()]))
afterAll(() => table.close())

const ago = (days: number) => new Date(START_MS - days * DAY_MS)
const OLD = ago(SETTINGS.jobsDays + 1)

const addOld = (phase: JobPhase, change: Partial<PublishJob> = {}) =>
  table.addJob(phase, { ...(phase === 'published' ? { completedAt: OLD } : { failedAt: OLD }), ...change })

const addPost = async ({ jobId, rowId }: StoredJob, change: object = {}) => {
  const { userId, videoId } = await table.row({ jobId })
  const post = { userId, videoId, platform: 'YOUTUBE' as const, caption: '', publishJobId: rowId, ...change }
  return table.prisma.publishedPost.create({ data: { platformPostId: `post-${jobId}`, ...post }, select: { id: true } })
}

const left = async () => (await table.prisma.publishJob.findMany({ select: { jobId: true } })).map((row) => row.jobId)

test('a job goes if it has ended long enough ago and no commit lacks a verdict, and else stays; counting says the same', async () => {
  const state = fc.record({
    phase: fc.constantFrom(...PHASES),
    // Closely around the limit, and far from it.
    endedDaysAgo: fc.oneof(
      fc.double({ min: 89.99, max: 90.01, noNaN: true }),
      fc.double({ min: 0, max: 4_000, noNaN: true }),
    ),
    verdict: fc.constantFrom('none', 'open', 'published', 'refused', 'not-published'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(state, { maxLength: 25 }), async (states) => {
      await table.prisma.publishJob.deleteMany()
      const jobs = await Promise.all(
        states.map(async ({ phase, endedDaysAgo, verdict }) => {
          const endedAt = ago(endedDaysAgo)
          const job = await table.addJob(phase, {
            createdAt: endedAt,
            updatedAt: endedAt,
            completedAt: phase === 'published' || phase === 'handed-over' ? endedAt : null,
            failedAt: phase === 'failed' || phase === 'cancelled' ? endedAt : null,
            commitRequestedAt: verdict === 'none' ? null : endedAt,
            commitVerdict: verdict === 'none' || verdict === 'open' ? null : verdict,
          })
          const goes = isTerminal(phase) && endedAt.getTime() < START_MS - 90 * DAY_MS && verdict !== 'open'
          return { ...job, goes }
        }),
      )
      const due = jobs.filter(({ goes }) => goes).length
      expect(await retention.counted('jobs')).toBe(due)
      expect(await retention.remove('jobs')).toBe(due)
      expect((await left()).sort()).toEqual(
        jobs
          .filter(({ goes }) => !goes)
          .map(({ jobId }) => jobId)
          .sort(),
      )
    }),
    { numRuns: 15 },
  )
})

test('what stays of a job says how it ended and which post it made; attempts and checkpoints go with it', async () => {
  const done = await addOld('published', { principal: 'cms', createdAt: ago(100) })
  const post = await addPost(done)
  const failed = await addOld('failed', { errorCode: 'a-problem', createdAt: ago(100) })
  const { userId, videoId, connectionId } = await table.row(done)
  await table.prisma.publishAttempt.create({
    data: { publishJobId: done.rowId, generation: 1, step: 'upload', startedAt: OLD },
  })
  expect(await retention.remove('jobs')).toBe(2)

  const tombstones = await table.prisma.publishJobTombstone.findMany({ orderBy: { status: 'asc' } })
  expect(tombstones).toEqual([
    {
      ...{ jobId: done.jobId, principal: 'cms', userId, videoId, connectionId, platform: 'YOUTUBE' },
      ...{ status: 'COMPLETED', phase: 'published', errorCode: null, postId: post.id },
      ...{ createdAt: ago(100), endedAt: OLD, removedAt: new Date(START_MS) },
    },
    expect.objectContaining({ jobId: failed.jobId, status: 'FAILED', errorCode: 'a-problem', postId: null }),
  ])
  expect(await table.prisma.publishAttempt.count()).toBe(0)
  const kept = await table.prisma.publishedPost.findUniqueOrThrow({ where: { id: post.id } })
  expect(kept).toMatchObject({ publishJobId: null, deletedAt: null })
})

test('a round that is broken off between two batches has lost nothing, and the next one does the rest', async () => {
  const { userId } = await table.newJob()
  await table.prisma.publishJob.createMany({
    data: Array.from({ length: 2_300 }, (_, index) => ({
      ...{ jobId: `many-${index}`, userId, videoId: 'none', platform: 'TIKTOK' as const, caption: '' },
      ...{ status: 'FAILED' as const, phase: 'failed', failedAt: new Date(OLD.getTime() - (index % 7)) },
    })),
  })
  for await (const batch of retention.rows.remove('jobs', START_MS)) {
    expect(batch).toBeLessThanOrEqual(500)
    break
  }
  expect((await left()).length + (await table.prisma.publishJobTombstone.count())).toBe(2_300)
  expect(await left()).not.toHaveLength(0)
  await retention.remove('jobs')
  expect(await left()).toEqual([])
  expect(await table.prisma.publishJobTombstone.count()).toBe(2_300)
  expect(await retention.remove('jobs')).toBe(0)
})

test('a job that somebody holds is passed over without a wait, and goes in the next round', async () => {
  const [held, free] = [await addOld('failed'), await addOld('failed')]
  await table.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM "PublishJob" WHERE "jobId" = ${held.jobId} FOR UPDATE`
    expect(await retention.remove('jobs')).toBe(1)
  })
  expect(await left()).toEqual([held.jobId])
  expect(await table.prisma.publishJobTombstone.findMany({ select: { jobId: true } })).toEqual([{ jobId: free.jobId }])
  expect(await retention.remove('jobs')).toBe(1)
})

test('a failed job that is retried in the very moment is retried, or was removed: never both', async () => {
  const job = await addOld('failed')
  const removing = (tx: Pick<JobTable['prisma'], '$executeRaw'>) =>
    tx.$executeRaw`DELETE FROM "PublishJob" WHERE "jobId" = ${job.jobId}`
  expect(await overtaken(table, removing, () => table.hands.retry(job.jobId, true))).toBeNull()

  const other = await addOld('failed')
  expect(await table.hands.retry(other.jobId, true)).toMatchObject({ answer: 'retried' })
  expect(await retention.remove('jobs')).toBe(0)
  expect(await left()).toEqual([other.jobId])
})

test('a stale run of a removed job does nothing, and nothing is overdue', async () => {
  const job = await addOld('published')
  await retention.remove('jobs')
  expect(await table.rows.claim(job.run, START_MS)).toMatchObject({ move: { kind: 'end' }, problem: null })
  await table.rows.enrichPost(job.run, { platformPostId: 'late', provisionalId: 'x', complete: true, warnings: [] })
  expect(await left()).toEqual([])
})

describe('a video whose job is removed', () => {
  const again = async (videoId: string, allowDuplicate = false) => {
    const jobs = [await table.newJob({ videoId, allowDuplicate })]
    return table.hands.accept({ principal: 'test', idempotency: null, jobs })
  }

  async function removed(change: object = {}) {
    const job = await addOld('published')
    const { videoId } = await table.row(job)
    const { id: postId } = await addPost(job, change)
    await retention.remove('jobs')
    return { videoId, postId }
  }

  test.each([
    ['of the same account', { platformUserId: 'account-YOUTUBE' }],
    ['of an account that was not kept', { platformUserId: null }],
  ])('is not published twice while its post lives, %s', async (_name, account) => {
    const { videoId, postId } = await removed(account)
    expect(await again(videoId)).toEqual({ outcome: 'duplicate', index: 0, existing: { postId } })
    expect(await again(videoId, true)).toMatchObject({ outcome: 'accepted' })
  })

  test('may be published once more to another account, or when its post was deleted', async () => {
    const elsewhere = await removed({ platformUserId: 'account-before' })
    expect(await again(elsewhere.videoId)).toMatchObject({ outcome: 'accepted' })
    const deleted = await removed({ deletedAt: new Date(START_MS) })
    expect(await again(deleted.videoId)).toMatchObject({ outcome: 'accepted' })
  })
})
