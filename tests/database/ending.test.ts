import { randomUUID } from 'node:crypto'
import { createDisconnect } from '../../src/database/disconnect'
import { createErasures } from '../../src/database/erasures'
import type { PrismaClient } from '../../src/database/prisma'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { createRunRows } from '../../src/database/publish-jobs/run-rows'
import { holdUser } from '../../src/database/user-hold'
import { createUsers } from '../../src/database/users'
import { createVideos } from '../../src/database/videos'
import type { JobPhase } from '../../src/domain/job'
import { EVERYTHING } from '../../src/domain/reach'
import type { PublishJob } from '../../src/generated/prisma/client'
import { openJobTable, overtaken, START_MS, type JobTable, type StoredJob } from '../support/job-table'

const DEADLINE_MS = START_MS + 60_000
const ROUNDS = 60

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

/** A user with one connection, about whom nobody else cares. */
async function addUser() {
  const { id: userId } = await table.prisma.user.create({ data: { email: `${randomUUID()}@example.com` } })
  const { id: connectionId, platformUserId } = await table.prisma.platformConnection.create({
    data: {
      ...{ userId, platform: 'YOUTUBE', platformUserId: randomUUID(), platformUsername: 'tester' },
      ...{ accessToken: 'sealed', status: 'ACTIVE' },
    },
  })
  const of = { userId, connectionId, platformUserId }
  return { ...of, addJob: (phase: JobPhase, change?: Partial<PublishJob>) => table.addJob(phase, { ...of, ...change }) }
}

const claim = ({ run }: StoredJob, prisma = table.prisma) =>
  createRunRows(prisma, table.clock, table.queue).claimCommit(run, 1, DEADLINE_MS)

const connectionRow = (id: string) => table.prisma.platformConnection.findUniqueOrThrow({ where: { id } })
const userRow = (id: string) => table.prisma.user.findUniqueOrThrow({ where: { id } })

/** The test's own transaction, as a client for statements that want one of their own. */
const inside = (tx: PrismaClient): PrismaClient =>
  new Proxy(tx, {
    get: (client, name) =>
      name === '$transaction'
        ? (work: (tx: PrismaClient) => unknown) => work(client)
        : (Reflect.get(client, name) as unknown),
  })

/** Comes a few round trips late. */
async function afterQueries(count: number): Promise<void> {
  for (let query = 0; query < count; query++) await table.prisma.$queryRaw`SELECT 1`
}

type Ending = (prisma: PrismaClient, of: { userId: string; connectionId: string }) => Promise<{ outcome: string }>

describe.each<[string, Ending]>([
  ['a disconnect', (prisma, { connectionId }) => createDisconnect(prisma, table.clock)(connectionId, 'cancel')],
  ['an erasure', (prisma, { userId }) => createErasures(prisma, table.clock).request(userId, EVERYTHING)],
])('of %s and a commit at the same instant exactly one wins', (_name, end) => {
  test('whichever comes first', async () => {
    const won = { ending: 0, commit: 0 }
    for (let round = 0; round < ROUNDS; round++) {
      const user = await addUser()
      const job = await user.addJob('uploading')
      const [ended, claimed] = await Promise.all([
        afterQueries(Math.max(0, 3 - (round % 10))).then(() => end(table.prisma, user)),
        afterQueries(Math.max(0, (round % 10) - 3)).then(() => claim(job)),
      ])
      expect(ended.outcome === 'busy').toBe(claimed !== null)
      const { commitRequestedAt, cancelRequestedAt } = await table.row(job)
      expect([commitRequestedAt === null, cancelRequestedAt === null]).toEqual([claimed === null, claimed !== null])
      expect((await connectionRow(user.connectionId)).status).toBe(claimed === null ? 'REVOKED' : 'ACTIVE')
      won[claimed === null ? 'ending' : 'commit']++
    }
    expect(Math.min(won.ending, won.commit)).toBeGreaterThan(0)
  })

  test('it finds the commit of the claim that it waits for', async () => {
    const user = await addUser()
    const job = await user.addJob('uploading')
    const ended = await overtaken(
      table,
      (tx) => claim(job, tx),
      () => end(table.prisma, user),
    )
    expect(ended).toEqual({ outcome: 'busy', jobIds: [job.jobId] })
    expect(await table.row(job)).toMatchObject({ phase: 'committing', cancelRequestedAt: null })
    expect(await connectionRow(user.connectionId)).toMatchObject({ status: 'ACTIVE' })
    expect(await userRow(user.userId)).toMatchObject({ eraseRequestedAt: null })
  })

  test('it refuses the claim that waits for it', async () => {
    const user = await addUser()
    const job = await user.addJob('uploading')
    const claimed = await overtaken(
      table,
      (tx) => end(inside(tx), user),
      () => claim(job),
    )
    expect(claimed).toBeNull()
    expect(await table.row(job)).toMatchObject({ phase: 'uploading', commitRequestedAt: null })
  })
})

describe('what begins for a user at the instant of their erasure', () => {
  const request = (prisma: PrismaClient, userId: string) =>
    createErasures(prisma, table.clock).request(userId, EVERYTHING)
  const refusal = { problem: { code: 'user-being-erased' } }

  const accept = async ({ userId, connectionId, platformUserId }: Awaited<ReturnType<typeof addUser>>) => {
    const job = await table.newJob({ userId, connectionId, platformUserId })
    return { job, request: { principal: 'tests', idempotency: null, jobs: [job] } }
  }

  test('a job that waits for the erasure is refused', async () => {
    const user = await addUser()
    const { job, request: accepted } = await accept(user)
    await expect(
      overtaken(
        table,
        (tx) => request(inside(tx), user.userId),
        () => table.hands.accept(accepted),
      ),
    ).rejects.toMatchObject(refusal)
    expect(await table.prisma.publishJob.findUnique({ where: { jobId: job.jobId } })).toBeNull()
  })

  test('a job that the erasure waits for is cancelled by it', async () => {
    const user = await addUser()
    const { job, request: accepted } = await accept(user)
    await overtaken(
      table,
      (tx) => createJobHands(inside(tx), table.clock).accept(accepted),
      () => request(table.prisma, user.userId),
    )
    expect(await table.row(job)).toMatchObject({ phase: 'cancelled' })
  })

  test('a retry that waits for the erasure is refused', async () => {
    const user = await addUser()
    const job = await user.addJob('failed')
    await expect(
      overtaken(
        table,
        (tx) => request(inside(tx), user.userId),
        () => table.hands.retry(job.jobId, true),
      ),
    ).rejects.toMatchObject(refusal)
    expect(await table.row(job)).toMatchObject({ phase: 'failed', generation: 1 })
  })

  test.each<[string, (userId: string) => Promise<unknown>]>([
    ['video', (userId) => createVideos(table.prisma).create(videoOf(userId))],
    [
      'change',
      (userId) => {
        const change = { email: `${userId}@example.com`, name: 'New' }
        return createUsers(table.prisma).put(userId, change, { principal: 'tests', reach: EVERYTHING })
      },
    ],
  ])('a %s that waits for the erasure is refused', async (_name, begin) => {
    const { userId } = await addUser()
    await expect(
      overtaken(
        table,
        (tx) => request(inside(tx), userId),
        () => begin(userId),
      ),
    ).rejects.toMatchObject(refusal)
    expect(await table.prisma.video.count({ where: { userId } })).toBe(0)
    expect(await userRow(userId)).toMatchObject({ name: null })
  })

  test('two of them do not wait for each other', async () => {
    const { userId } = await addUser()
    await table.prisma.$transaction(async (tx) => {
      await holdUser(tx, userId)
      await table.prisma.$transaction((other) => holdUser(other, userId))
    })
  })
})

const videoOf = (userId: string) => ({
  ...{ id: 'new', userId, r2Key: `videos/${userId}/new.mp4`, r2Url: 'https://videos.example/new.mp4', title: 'New' },
  ...{ fileSize: 1_000n, format: 'mp4', etag: 'e', uploadId: null, uploadExpiresAt: null },
})

describe('the end of an erasure', () => {
  const erasures = () => createErasures(table.prisma, table.clock)

  test('is the end of nobody who was not to be erased', async () => {
    const { userId } = await addUser()
    await erasures().finish(userId)
    expect(await userRow(userId)).toMatchObject({ id: userId })
  })

  test('comes once, and a second time does no harm', async () => {
    const { userId } = await addUser()
    await erasures().request(userId, EVERYTHING)
    await erasures().finish(userId)
    await erasures().finish(userId)
    expect(await table.prisma.user.findUnique({ where: { id: userId } })).toBeNull()
    expect(await erasures().request(userId, EVERYTHING)).toEqual({ outcome: 'not-found' })
  })

  test('gives back what its jobs hold of a quota day, and leaves counted what they have spent of it', async () => {
    const user = await addUser()
    const date = '2027-01-15'
    await table.prisma.youTubeQuota.create({ data: { date, limit: 10_000, used: 3_200 } })
    const [held, spent] = [await user.addJob('failed'), await user.addJob('published')]
    await table.prisma.quotaReservation.createMany({
      data: [
        { publishJobId: held.rowId, purpose: 'upload', sessionNumber: 1, date, units: 1_600, state: 'HELD' },
        { publishJobId: spent.rowId, purpose: 'upload', sessionNumber: 1, date, units: 1_600, state: 'SPENT' },
      ],
    })
    await erasures().request(user.userId, EVERYTHING)
    await erasures().finish(user.userId)
    expect(await table.prisma.youTubeQuota.findUnique({ where: { date } })).toMatchObject({ used: 1_600 })
    const kept = await table.prisma.quotaReservation.findMany({ where: { state: { not: 'RELEASED' } } })
    expect(kept).toMatchObject([{ publishJobId: spent.rowId, state: 'SPENT' }])
  })

  test('takes the idempotency records of its jobs along, and no others', async () => {
    const [user, other] = [await addUser(), await addUser()]
    const [mine, theirs] = [await user.addJob('failed'), await other.addJob('failed')]
    const record = (key: string, jobIds: string[]) => ({ principal: 'tests', key, requestHash: 'hash', jobIds })
    await table.prisma.idempotencyRecord.createMany({
      data: [record('mine', ['long-gone', mine.jobId]), record('theirs', [theirs.jobId])],
    })
    await erasures().request(user.userId, EVERYTHING)
    await erasures().finish(user.userId)
    expect(await table.prisma.idempotencyRecord.findMany()).toMatchObject([{ key: 'theirs' }])
  })

  test("forgets what limits the user's accounts, the earlier ones too, and keeps what limits others", async () => {
    const [user, other] = [await addUser(), await addUser()]
    const earlier = `earlier-${user.platformUserId}`
    await user.addJob('published', { platformUserId: earlier })
    await user.addJob('failed', { platformUserId: other.platformUserId })
    for (const platformUserId of [user.platformUserId, earlier, other.platformUserId, null]) {
      const words = { message: 'A sentence.', remedy: 'A remedy.' }
      await table.prisma.platformCooldown.create({
        data: { platform: 'YOUTUBE', platformUserId, scope: 'ALL', reason: 'paused', ...words },
      })
      if (platformUserId !== null)
        await table.prisma.callWindow.create({ data: { platform: 'YOUTUBE', platformUserId, name: 'videos.list' } })
    }
    await erasures().request(user.userId, EVERYTHING)
    await erasures().finish(user.userId)
    const left = { platformUserId: other.platformUserId }
    expect(await table.prisma.callWindow.findMany()).toMatchObject([left])
    expect(await table.prisma.platformCooldown.findMany({ orderBy: { platformUserId: 'asc' } })).toMatchObject([
      left,
      { platformUserId: null },
    ])
  })

  test('comes not with a disconnect: a limit is what the platform remembers', async () => {
    const user = await addUser()
    const { platformUserId } = user
    await table.prisma.callWindow.create({ data: { platform: 'YOUTUBE', platformUserId, name: 'videos.list' } })
    await createDisconnect(table.prisma, table.clock)(user.connectionId, 'cancel')
    expect(await table.prisma.callWindow.count({ where: { platformUserId } })).toBe(1)
  })
})

test('an erasure is unfinished from its request to its end', async () => {
  const erasures = createErasures(table.prisma, table.clock)
  const { userId } = await addUser()
  expect(await erasures.unfinished(START_MS + 1)).not.toContain(userId)
  await erasures.request(userId, EVERYTHING)
  expect(await erasures.unfinished(START_MS)).not.toContain(userId)
  expect(await erasures.unfinished(START_MS + 1)).toContain(userId)
  await erasures.finish(userId)
  expect(await erasures.unfinished(START_MS + 1)).not.toContain(userId)
})
