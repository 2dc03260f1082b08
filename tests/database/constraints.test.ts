import { openJobTable, START_MS, type JobTable } from '../support/job-table'

// What the database refuses even where code is wrong.

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const AT = new Date(START_MS)

test.each([
  ['completed without an instant', { status: 'COMPLETED' }, 'PublishJob_completed_at'],
  ['failed without an instant', { status: 'FAILED' }, 'PublishJob_failed_at'],
  [
    'given a verdict on a commit that was never claimed',
    { commitVerdict: 'published' },
    'PublishJob_verdict_needs_claim',
  ],
] as const)('a job is not %s', async (_name, data, constraint) => {
  const job = await table.addJob('uploading')
  const write = table.prisma.publishJob.update({ where: { jobId: job.jobId }, data })
  await expect(write).rejects.toThrow(constraint)
})

test('a job has one post at most', async () => {
  const job = await table.addJob('processing')
  const { userId, videoId, platform, caption } = await table.row(job)
  const post = { userId, videoId, platform, caption, publishJobId: job.rowId }
  await table.prisma.publishedPost.create({ data: { ...post, platformPostId: 'post-1' } })
  const second = table.prisma.publishedPost.create({ data: { ...post, platformPostId: 'post-2' } })
  await expect(second).rejects.toMatchObject({ code: 'P2002' })
})

test('a post of a platform is on record once', async () => {
  const { userId, videoId, platform, caption } = await table.row(await table.addJob('processing'))
  const post = { userId, videoId, platform, caption, platformPostId: 'post-3' }
  await table.prisma.publishedPost.create({ data: post })
  await expect(table.prisma.publishedPost.create({ data: post })).rejects.toMatchObject({ code: 'P2002' })
})

test.each([
  ['used over its limit', { used: 10_001 }, 'used_within_limit'],
  ['used over a limit that is lowered', { used: 10, limit: 9 }, 'used_within_limit'],
  ['used less than nothing', { used: -1, callUnits: -1, metricsUnits: -1 }, 'calls_within_used'],
  ['used by calls alone beyond what is used', { callUnits: 11 }, 'calls_within_used'],
  ['counted by a model that does not exist', { model: 'units-900' }, 'model'],
  ['giving uploads for nothing', { uploadCost: 0 }, 'upload_cost'],
])('a quota day is never %s', async (_name, data, constraint) => {
  const day = { date: '2027-02-01', used: 10, limit: 10_000 }
  await table.prisma.youTubeQuota.upsert({ where: { date: day.date }, create: day, update: day })
  const write = table.prisma.youTubeQuota.update({ where: { date: day.date }, data })
  await expect(write).rejects.toThrow(`YouTubeQuota_${constraint}`)
})

test('a reservation holds something', async () => {
  const { rowId } = await table.addJob('preparing')
  const place = { publishJobId: rowId, purpose: 'upload', sessionNumber: 1, date: '2027-02-01', units: 0 }
  await expect(table.prisma.quotaReservation.create({ data: place })).rejects.toThrow('QuotaReservation_units_positive')
})

test('a job holds one upload at most, on whatever days', async () => {
  const { rowId } = await table.addJob('preparing')
  const place = { publishJobId: rowId, purpose: 'upload', units: 1 }
  const hold = (sessionNumber: number, date: string) =>
    table.prisma.quotaReservation.create({ data: { ...place, sessionNumber, date } })
  await hold(1, '2027-02-01')
  await expect(hold(2, '2027-02-02')).rejects.toMatchObject({ code: 'P2002' })
})

test('an account of a platform belongs to one user', async () => {
  const other = await table.prisma.user.create({ data: { email: 'other@example.com' } })
  const connection = { platform: 'TIKTOK', platformUserId: 'account-TIKTOK', platformUsername: 'x' } as const
  const write = table.prisma.platformConnection.create({
    data: { ...connection, userId: other.id, accessToken: 'sealed', status: 'ACTIVE', expiresAt: AT },
  })
  await expect(write).rejects.toMatchObject({ code: 'P2002' })
})
