import type { AcceptRequest, AcceptResult, NewJob } from '../../src/domain/ports/jobs'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

let keys = 0
const aKey = (requestHash = 'hash-of-the-body') => ({ key: `key-${keys++}`, requestHash, answer: { jobs: [] } })

const ask = (jobs: NewJob[], idempotency: AcceptRequest['idempotency'] = null): Promise<AcceptResult> =>
  table.hands.accept({ principal: 'shop', idempotency, jobs })

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work))

const outcomes = (results: AcceptResult[]) => results.map((result) => result.outcome).sort()

const jobsOf = (videoId: string) => table.prisma.publishJob.findMany({ where: { videoId } })

/** Everything that an accept may write. */
const written = async () => ({
  jobs: await table.prisma.publishJob.count(),
  keys: await table.prisma.idempotencyRecord.count(),
})

test('an accepted job is a pending row that holds what was asked for', async () => {
  const job = await table.newJob({ options: { privacyStatus: 'public' }, scheduledFor: new Date(START_MS) })
  expect(await ask([job])).toEqual({ outcome: 'accepted', jobIds: [job.jobId] })
  const { allowDuplicate: _checked, ...columns } = job
  expect(await table.row(job)).toMatchObject({
    ...columns,
    status: 'PENDING',
    phase: 'accepted',
    generation: 1,
    revision: 0,
    principal: 'shop',
  })
})

test('the same key 20 times at once makes its jobs once, and tells everyone of them', async () => {
  const videoId = await table.addVideo()
  const jobs = [await table.newJob({ videoId }), await table.newJob({ videoId, platform: 'TIKTOK' })]
  const jobIds = jobs.map((job) => job.jobId)
  const key = aKey()
  const results = await times(20, () => ask(jobs, key))
  expect(outcomes(results)).toEqual(['accepted', ...Array<string>(19).fill('replayed')])
  for (const result of results) expect(result).toMatchObject({ jobIds })
  expect(await jobsOf(videoId)).toHaveLength(2)
})

test('a key that comes with another body is refused, and nothing is written', async () => {
  const key = aKey()
  await ask([await table.newJob()], key)
  const before = await written()
  expect(await ask([await table.newJob()], { ...key, requestHash: 'another-hash' })).toEqual({ outcome: 'key-reused' })
  expect(await written()).toEqual(before)
})

test('a key belongs to its principal', async () => {
  const key = aKey()
  await ask([await table.newJob()], key)
  const other = { principal: 'newsroom', idempotency: key, jobs: [await table.newJob()] }
  expect(await table.hands.accept(other)).toMatchObject({ outcome: 'accepted' })
})

test('of equal requests without a key at once one is accepted, and the others are told of its job', async () => {
  const videoId = await table.addVideo()
  const results = await times(6, async () => ask([await table.newJob({ videoId })]))
  expect(outcomes(results)).toEqual(['accepted', ...Array<string>(5).fill('duplicate')])
  const [job] = await jobsOf(videoId)
  for (const result of results.filter(({ outcome }) => outcome === 'duplicate'))
    expect(result).toEqual({ outcome: 'duplicate', index: 0, existing: { jobId: job?.jobId } })
  expect(await jobsOf(videoId)).toHaveLength(1)
})

test('a request of which one job is a duplicate writes none, and leaves its key free', async () => {
  const videoId = await table.addVideo()
  await ask([await table.newJob({ videoId, platform: 'TIKTOK' })])
  const before = await written()
  const both = [await table.newJob({ videoId }), await table.newJob({ videoId, platform: 'TIKTOK' })]
  const key = aKey()
  expect(await ask(both, key)).toMatchObject({ outcome: 'duplicate', index: 1 })
  expect(await written()).toEqual(before)
  expect(await ask([await table.newJob({ videoId })], key)).toMatchObject({ outcome: 'accepted' })
})

test('a duplicate that is asked for is accepted', async () => {
  const videoId = await table.addVideo()
  await ask([await table.newJob({ videoId })])
  expect(await ask([await table.newJob({ videoId, allowDuplicate: true })])).toMatchObject({ outcome: 'accepted' })
})

test('other videos and other accounts are no duplicates', async () => {
  const videoId = await table.addVideo()
  await ask([await table.newJob({ videoId })])
  expect(await ask([await table.newJob({ videoId, platform: 'INSTAGRAM' })])).toMatchObject({ outcome: 'accepted' })
  expect(await ask([await table.newJob()])).toMatchObject({ outcome: 'accepted' })
})

test.each(['failed', 'cancelled', 'handed-over'] as const)('a job that is %s stands in no way', async (phase) => {
  const videoId = await table.addVideo()
  await table.addJob(phase, { videoId })
  expect(await ask([await table.newJob({ videoId })])).toMatchObject({ outcome: 'accepted' })
})

test('a post stands in the way until it is deleted', async () => {
  const videoId = await table.addVideo()
  const job = await table.addJob('processing', { videoId })
  await table.rows.recordPost(job.run, {
    platformPostId: 'post-1',
    provisionalId: 'task-1',
    complete: true,
    warnings: [],
  })
  const post = await table.prisma.publishedPost.findUniqueOrThrow({ where: { publishJobId: job.rowId } })
  const again = await table.newJob({ videoId })
  expect(await ask([again])).toEqual({ outcome: 'duplicate', index: 0, existing: { postId: post.id } })
  await table.prisma.publishedPost.update({ where: { id: post.id }, data: { deletedAt: new Date(START_MS) } })
  expect(await ask([again])).toMatchObject({ outcome: 'accepted' })
})
