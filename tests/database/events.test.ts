import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { JobChange } from '../../src/domain/ports/changes'
import type { Prisma } from '../../src/generated/prisma/client'
import { openJobTable, type JobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const ofJob = (jobId: string) => table.prisma.event.findMany({ where: { jobId }, orderBy: { id: 'asc' } })

const changesOf = async (jobId: string) => (await ofJob(jobId)).map(({ data }) => data as unknown as JobChange)

const update = (jobId: string, data: Prisma.PublishJobUncheckedUpdateInput) =>
  table.prisma.publishJob.update({ where: { jobId }, data })

async function addPost(jobId: string, change: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}) {
  const {
    id: publishJobId,
    userId,
    videoId,
    platform,
  } = await table.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })
  const data = { publishJobId, userId, videoId, platform, caption: '', platformPostId: randomUUID(), ...change }
  return table.prisma.publishedPost.create({ data, select: { id: true, platformPostId: true, publishedAt: true } })
}

test('a new job writes one event, with all that a follower is told', async () => {
  const scheduledFor = new Date('2027-03-01T10:00:00.250Z')
  const { jobId } = await table.addJob('scheduled', { scheduledFor, waitUntil: scheduledFor, waitReason: 'scheduled' })
  const [event, ...more] = await ofJob(jobId)
  const { userId, videoId, connectionId } = await table.row({ jobId })
  expect(more).toEqual([])
  expect(event).toMatchObject({ kind: 'job', userId, connectionId: null, postId: null, fannedOutAt: null })
  expect(event?.data).toEqual({
    ...{ platform: 'YOUTUBE', videoId, connectionId, status: 'DELAYED', phase: 'scheduled' },
    ...{ waitReason: 'scheduled', waitUntil: '2027-03-01T10:00:00.250Z', scheduledFor: '2027-03-01T10:00:00.250Z' },
    ...{ errorCode: null, errorMessage: null, generation: 1, revision: 0, post: null },
    ...{ previousPhase: null, previousWaitReason: null },
  })
})

test.each<[string, Prisma.PublishJobUncheckedUpdateInput, Partial<JobChange>]>([
  ['phase', { phase: 'uploading', status: 'ACTIVE' }, { phase: 'uploading', previousPhase: 'preparing' }],
  ['wait reason', { waitReason: 'rate-limited' }, { waitReason: 'rate-limited', previousWaitReason: null }],
  ['wait', { waitUntil: new Date('2027-03-01T10:00:00Z') }, { waitUntil: '2027-03-01T10:00:00.000Z' }],
  ['schedule', { scheduledFor: new Date('2027-03-02T10:00:00Z') }, { scheduledFor: '2027-03-02T10:00:00.000Z' }],
  ['metadata', { caption: 'Another', revision: 1 }, { revision: 1 }],
  ['generation', { generation: 2 }, { generation: 2, previousPhase: 'preparing' }],
  ['error', { errorCode: 'too-long', errorMessage: 'Too long.' }, { errorCode: 'too-long', errorMessage: 'Too long.' }],
])('a change of the %s writes one event', async (_name, change, told) => {
  const { jobId } = await table.addJob('preparing')
  await update(jobId, change)
  const [, event, ...more] = await changesOf(jobId)
  expect(event).toMatchObject(told)
  expect(more).toEqual([])
})

test('bytes, and what nobody follows, write none', async () => {
  const { jobId } = await table.addJob('uploading')
  await update(jobId, { bytesSent: 1_000n })
  await update(jobId, { attemptNumber: 2, updatedAt: new Date(), phase: 'uploading' })
  expect(await ofJob(jobId)).toHaveLength(1)
})

test('a change that is rolled back writes none', async () => {
  const { jobId } = await table.addJob('preparing')
  const change = table.prisma.$transaction(async (tx) => {
    await tx.publishJob.update({ where: { jobId }, data: { phase: 'uploading' } })
    throw new Error('rolled back')
  })
  await expect(change).rejects.toThrow('rolled back')
  expect(await ofJob(jobId)).toHaveLength(1)
})

test('what is learnt of a post later is news of its job, once', async () => {
  const { jobId } = await table.addJob('published')
  const { id, publishedAt } = await addPost(jobId, { platformPostIdProvisional: true })
  const told = { platformPostId: randomUUID(), platformPostIdProvisional: false, url: 'https://y.example/1' }
  await table.prisma.publishedPost.update({ where: { id }, data: told })
  await table.prisma.publishedPost.update({ where: { id }, data: { ...told, caption: 'Another' } })
  const [, news, ...more] = await changesOf(jobId)
  expect(more).toEqual([])
  expect(news).toMatchObject({ phase: 'published', previousPhase: 'published' })
  const { platformPostId: postId, url } = told
  expect(news?.post).toEqual({ id, postId, url, visibility: null, publishedAt: publishedAt.toISOString() })
})

test('a provisional id is told to nobody', async () => {
  const { jobId } = await table.addJob('published')
  const { id } = await addPost(jobId, { platformPostIdProvisional: true })
  await table.prisma.publishedPost.update({ where: { id }, data: { visibility: 'private' } })
  expect((await changesOf(jobId)).at(-1)?.post).toMatchObject({ id, postId: null, visibility: 'private' })
})

test("a connection's status writes one event, and its other columns none", async () => {
  const id = table.connectionIds.TIKTOK
  await table.prisma.platformConnection.update({ where: { id }, data: { status: 'EXPIRED', statusReason: 'revoked' } })
  await table.prisma.platformConnection.update({ where: { id }, data: { platformUsername: 'other' } })
  const events = await table.prisma.event.findMany({ where: { connectionId: id } })
  const told = {
    status: 'EXPIRED',
    previousStatus: 'ACTIVE',
    statusReason: 'revoked',
    platformUserId: 'account-TIKTOK',
  }
  expect(events.map(({ kind, data }) => ({ kind, data }))).toEqual([
    { kind: 'connection', data: { platform: 'TIKTOK', ...told } },
  ])
})

test('numbers of posts are kept as events only where somebody is told of them', async () => {
  const { jobId } = await table.addJob('published')
  const { id, platformPostId } = await addPost(jobId)
  const count = (views: bigint) => table.prisma.publishedPost.update({ where: { id }, data: { views } })
  const endpoint = { principal: 'p', url: 'https://hook.example', secret: 'sealed', events: ['post.metrics_updated'] }
  await count(1n)
  const { id: endpointId } = await table.prisma.webhookEndpoint.create({ data: endpoint })
  await count(2n)
  await count(2n)
  await table.prisma.webhookEndpoint.update({
    where: { id: endpointId },
    data: { disabledAt: new Date(), disabledReason: 'by-hand' },
  })
  await count(3n)
  const events = await table.prisma.event.findMany({ where: { postId: id } })
  expect(events.map(({ kind, data }) => ({ kind, data }))).toMatchObject([
    { kind: 'metrics', data: { postId: platformPostId, views: 2, likes: 0 } },
  ])
})

test('however transactions overlap, events of a job can be read in the order of their ids', async () => {
  const change = fc.constantFrom('edit', 'post', 'both' as const)
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 12 }), async (changes) => {
      const { jobId } = await table.addJob('processing')
      const { id } = await addPost(jobId)
      const seen: bigint[] = []
      let over = false
      const reading = (async () => {
        while (!over) {
          const after = seen.at(-1) ?? 0n
          const news = await table.prisma.event.findMany({
            where: { jobId, id: { gt: after } },
            orderBy: { id: 'asc' },
          })
          seen.push(...news.map((event) => event.id))
        }
      })()
      await Promise.all(
        changes.map((kind) =>
          table.prisma.$transaction(async (tx) => {
            // As the statements of the product do it: the post before its job.
            if (kind !== 'edit') await tx.publishedPost.update({ where: { id }, data: { visibility: randomUUID() } })
            if (kind !== 'post') await tx.publishJob.update({ where: { jobId }, data: { revision: { increment: 1 } } })
          }),
        ),
      )
      over = true
      await reading
      const all = (await ofJob(jobId)).map((event) => event.id)
      expect(all).toEqual([...seen, ...all.slice(seen.length)])
      expect(all).toHaveLength(1 + changes.length + changes.filter((kind) => kind === 'both').length)
    }),
    { numRuns: 10 },
  )
})

test('events go with what they are about, while it goes on changing', async () => {
  const { jobId } = await table.addJob('published')
  const { id } = await addPost(jobId)
  const { id: userId } = await table.prisma.user.create({ data: { email: 'gone@example.com' } })
  const account = {
    userId,
    platform: 'TIKTOK' as const,
    accessToken: 'sealed',
    platformUsername: 'u',
    status: 'ACTIVE' as const,
  }
  const connection = await table.prisma.platformConnection.create({
    data: { ...account, platformUserId: 'gone' },
    select: { id: true },
  })
  await table.prisma.platformConnection.update({ where: { id: connection.id }, data: { status: 'REVOKED' } })
  const changing = Array.from({ length: 10 }, (_, count) =>
    update(jobId, { revision: count + 1 }).catch(() => 'gone before it changed'),
  )
  await Promise.all([...changing, table.prisma.publishJob.delete({ where: { jobId } })])
  await table.prisma.publishedPost.update({ where: { id }, data: { url: 'https://y.example/2' } })
  await table.prisma.user.delete({ where: { id: userId } })
  expect(await ofJob(jobId)).toEqual([])
  expect(await table.prisma.event.count({ where: { OR: [{ userId }, { connectionId: connection.id }] } })).toBe(0)
})
