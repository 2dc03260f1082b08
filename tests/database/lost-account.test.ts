import { failPinnedToOther } from '../../src/database/publish-jobs/account-changed'
import { createRunRows } from '../../src/database/publish-jobs/run-rows'
import { createWaitingJobs } from '../../src/database/publish-jobs/waiting-jobs'
import { createUploadQuota } from '../../src/database/quota/upload-quota'
import type { JobPhase } from '../../src/domain/job'
import { planOf } from '../support/open-limits'
import { openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

type Client = JobTable['prisma']

const DEADLINE_MS = START_MS + 60_000
const ROUNDS = 200

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())
beforeEach(async () => {
  await table.prisma.publishJob.deleteMany()
  await change({ status: 'ACTIVE', accessToken: 'sealed', platformUserId: 'account-YOUTUBE' })
})

const id = 'connection-YOUTUBE'
const change = (data: object, client: Pick<Client, 'platformConnection'> = table.prisma) =>
  client.platformConnection.update({ where: { id }, data, select: { id: true } })

const claim = (job: { run: { jobId: string; generation: number } }, client: Client = table.prisma) =>
  createRunRows(client, table.clock, table.queue).claimCommit(job.run, 1, DEADLINE_MS)

class CommitOpen extends Error {}

const REVOKED = { status: 'REVOKED', statusReason: 'disconnected', accessToken: '' } as const

/** What ends a connection: the row first, then a look for commits without a verdict, in one transaction. */
async function disconnect(client: Pick<Client, '$transaction'>, jobId: string): Promise<'disconnected' | 'refused'> {
  try {
    await client.$transaction(async (tx) => {
      await change(REVOKED, tx)
      const open = await tx.publishJob.count({
        where: { jobId, commitRequestedAt: { not: null }, commitVerdict: null },
      })
      if (open > 0) throw new CommitOpen()
    })
    return 'disconnected'
  } catch (error) {
    if (error instanceof CommitOpen) return 'refused'
    throw error
  }
}

/** Comes a few round trips late. */
async function afterQueries(count: number): Promise<void> {
  for (let query = 0; query < count; query++) await table.prisma.$queryRaw`SELECT 1`
}

describe('no commit is claimed', () => {
  test.each([
    ['whose grant has expired', { status: 'EXPIRED' }],
    ['that was disconnected', REVOKED],
    ['in whose place another one was connected', { platformUserId: 'another-account' }],
  ])('for an account %s', async (_name, data) => {
    await change(data)
    const job = await table.addJob('uploading')
    const before = await table.row(job)
    expect(await claim(job)).toBeNull()
    expect(await table.row(job)).toEqual(before)
  })

  test('for a job whose connection is gone', async () => {
    expect(await claim(await table.addJob('uploading', { connectionId: null }))).toBeNull()
  })
})

test('a job that pinned no account is committed with the one that is connected', async () => {
  expect(await claim(await table.addJob('uploading', { platformUserId: null }))).toBe(1)
})

describe('of a disconnect and a commit at the same instant exactly one wins', () => {
  test('whichever comes first', async () => {
    const won = { disconnect: 0, commit: 0 }
    for (let round = 0; round < ROUNDS; round++) {
      await change({ status: 'ACTIVE', accessToken: 'sealed' })
      const job = await table.addJob('uploading')
      const [ended, claimed] = await Promise.all([
        afterQueries(Math.max(0, 3 - (round % 10))).then(() => disconnect(table.prisma, job.jobId)),
        afterQueries(Math.max(0, (round % 10) - 3)).then(() => claim(job)),
      ])
      expect(ended).toBe(claimed === null ? 'disconnected' : 'refused')
      expect((await table.row(job)).commitRequestedAt !== null).toBe(claimed !== null)
      won[claimed === null ? 'disconnect' : 'commit']++
    }
    expect(Math.min(won.disconnect, won.commit)).toBeGreaterThan(ROUNDS / 20)
  })

  test('a disconnect that waits for a claim finds its commit', async () => {
    const job = await table.addJob('uploading')
    const ended = await overtaken(
      table,
      (tx) => claim(job, tx),
      () => disconnect(table.prisma, job.jobId),
    )
    expect(ended).toBe('refused')
    expect(await table.row(job)).toMatchObject({ phase: 'committing' })
  })

  test('a claim that waits for a disconnect is refused', async () => {
    const job = await table.addJob('uploading')
    expect(
      await overtaken(
        table,
        (tx) => change(REVOKED, tx),
        () => claim(job),
      ),
    ).toBeNull()
    expect(await table.row(job)).toMatchObject({ phase: 'uploading', commitRequestedAt: null })
  })

  test('a claim that waits for a renewed token is made', async () => {
    const job = await table.addJob('uploading')
    const renewal = (tx: Client) => change({ accessToken: 'sealed anew', tokenRevision: { increment: 1 } }, tx)
    expect(await overtaken(table, renewal, () => claim(job))).toBe(1)
  })
})

describe('another account in place of the one that a job was made for', () => {
  const CHANGED_AT = new Date(START_MS)

  const reconnect = (platformUserId: string) =>
    table.prisma.$transaction(async (tx) => {
      await change({ platformUserId }, tx)
      return failPinnedToOther(tx, id, platformUserId, CHANGED_AT)
    })

  test.each<JobPhase>(['accepted', 'scheduled', 'waiting-for-reconnect', 'uploading'])(
    'fails a job that is %s, with what can be done',
    async (phase) => {
      const job = await table.addJob(phase)
      expect(await reconnect('another-account')).toEqual([job.jobId])
      const { errorMessage, ...row } = await table.row(job)
      expect(row).toMatchObject({
        phase: 'failed',
        status: 'FAILED',
        errorCode: 'account-changed',
        errorCategory: 'policy',
        failedAt: CHANGED_AT,
        waitReason: null,
        waitUntil: null,
      })
      expect(errorMessage).toMatch(/\/retry\.$/)
    },
  )

  test.each<[string, JobPhase, object]>([
    ['a job whose commit has no verdict', 'unconfirmed', {}],
    ['a job whose commit is on its way', 'committing', {}],
    ['a job that was made for the new account', 'accepted', { platformUserId: 'another-account' }],
    ['a job of another connection', 'accepted', { connectionId: 'connection-TIKTOK' }],
    ['a job whose cancel was promised', 'uploading', { cancelRequestedAt: CHANGED_AT }],
    ['a job that has ended', 'published', {}],
  ])('leaves %s as it is', async (_name, phase, columns) => {
    const job = await table.addJob(phase, columns)
    const before = await table.row(job)
    expect(await reconnect('another-account')).toEqual([])
    expect(await table.row(job)).toEqual(before)
  })

  test('fails nothing where it is the same account', async () => {
    const job = await table.addJob('waiting-for-reconnect')
    expect(await reconnect('account-YOUTUBE')).toEqual([])
    expect(await table.row(job)).toMatchObject({ phase: 'waiting-for-reconnect' })
  })

  test("gives back the day's place that the job held", async () => {
    const quota = createUploadQuota(table.prisma, table.clock, planOf('units-1600'))
    const job = await table.addJob('preparing')
    await quota.reserve(job.rowId)
    expect(await table.prisma.youTubeQuota.findFirstOrThrow()).toMatchObject({ used: 1_600 })
    await reconnect('another-account')
    expect(await table.prisma.youTubeQuota.findFirstOrThrow()).toMatchObject({ used: 0 })
  })

  test('leaves the commit to whoever is first: it is claimed and kept, or the job has failed', async () => {
    for (let round = 0; round < ROUNDS / 3; round++) {
      await change({ platformUserId: 'account-YOUTUBE' })
      const job = await table.addJob('uploading')
      const [failed, claimed] = await Promise.all([
        afterQueries(Math.max(0, 2 - (round % 6))).then(() => reconnect('another-account')),
        afterQueries(Math.max(0, (round % 6) - 2)).then(() => claim(job)),
      ])
      expect(failed).toEqual(claimed === null ? [job.jobId] : [])
      expect(await table.row(job)).toMatchObject({ phase: claimed === null ? 'failed' : 'committing' })
      await table.prisma.publishJob.deleteMany()
    }
  })
})

test('an account that is connected again calls the jobs that wait for it, and those whose probes need it', async () => {
  const [parked, unconfirmed] = [await table.addJob('waiting-for-reconnect'), await table.addJob('unconfirmed')]
  await table.addJob('uploading')
  await table.addJob('failed')
  await table.addJob('waiting-for-reconnect', { connectionId: 'connection-TIKTOK' })
  const found = await createWaitingJobs(table.prisma).find(id)
  expect(found).toEqual(expect.arrayContaining([parked.jobId, unconfirmed.jobId]))
  const phases = await table.prisma.publishJob.findMany({ where: { jobId: { in: found } }, select: { phase: true } })
  expect(new Set(phases.map(({ phase }) => phase))).toEqual(new Set(['waiting-for-reconnect', 'unconfirmed']))
})
