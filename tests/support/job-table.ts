import { randomBytes, randomUUID } from 'node:crypto'
import { createCheckpoints } from '../../src/database/checkpoints'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { createRunRows } from '../../src/database/publish-jobs/run-rows'
import { createQuotaQueue } from '../../src/database/quota/queue'
import type { Problem } from '../../src/domain/errors'
import { isTerminal, PHASE_STATUS, type JobPhase } from '../../src/domain/job'
import type { JobHands, NewJob } from '../../src/domain/ports/jobs'
import type { QuotaQueue } from '../../src/domain/ports/quota'
import type { Checkpoints, RunId, RunRows } from '../../src/domain/ports/run'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import type { Prisma, PublishJob } from '../../src/generated/prisma/client'
import { createTokenCipher } from '../../src/security/token-cipher'
import { createTestDatabase } from './database'
import { planOf } from './open-limits'

/** The statements on jobs over a database of their own, with rows in whatever state a test wants. */
export interface JobTable {
  url: string
  prisma: PrismaClient
  rows: RunRows
  queue: QuotaQueue
  hands: JobHands
  checkpoints: Checkpoints
  /** Moves only when a test moves it. */
  clock: { nowMs(): number; moveTo(atMs: number): void }
  connectionIds: Record<Platform, string>
  addVideo(): Promise<string>
  /** A job ready to be accepted, of a new video unless the change names one. */
  newJob(change?: Partial<NewJob>): Promise<NewJob>
  /** A job's row, whole and consistent for its phase; `change` overrides any column. */
  addJob(phase: JobPhase, change?: Partial<PublishJob>): Promise<StoredJob>
  row(job: { jobId: string }): Promise<PublishJob>
  close(): Promise<void>
}

export interface StoredJob {
  rowId: string
  /** The run that the row belongs to. */
  run: RunId
  jobId: string
}

export const START_MS = Date.parse('2027-01-15T12:00:00Z')

const COMMITTED_PHASES: JobPhase[] = ['committing', 'processing', 'unconfirmed', 'published', 'handed-over']

export async function openJobTable(): Promise<JobTable> {
  const database = await createTestDatabase()
  const prisma = createPrisma(database.url)
  const clock = manualClock(START_MS)
  const queue = createQuotaQueue(prisma, clock, planOf('units-1600'), 3_600_000)
  const user = await prisma.user.create({ data: { email: 'owner@example.com' } })
  const connections = PLATFORMS.map((platform) => connectionOf(user.id, platform))
  await prisma.platformConnection.createMany({ data: connections })
  const connectionIds = Object.fromEntries(connections.map(({ platform, id }) => [platform, id])) as Record<
    Platform,
    string
  >
  const addVideo = async () => (await prisma.video.create({ data: videoOf(user.id), select: { id: true } })).id
  const newJob = async (change: Partial<NewJob> = {}): Promise<NewJob> => ({
    jobId: `publish-${randomUUID()}`,
    userId: user.id,
    videoId: change.videoId ?? (await addVideo()),
    platform: 'YOUTUBE',
    connectionId: connectionIds[change.platform ?? 'YOUTUBE'],
    platformUserId: 'account-YOUTUBE',
    caption: 'A caption',
    hashtags: ['test'],
    options: {},
    scheduledFor: null,
    publishBefore: null,
    onQuotaExhausted: null,
    reconnectWaitSeconds: null,
    allowDuplicate: false,
    ...change,
  })

  return {
    url: database.url,
    prisma,
    clock,
    rows: createRunRows(prisma, clock, queue),
    queue,
    hands: createJobHands(prisma, clock),
    checkpoints: createCheckpoints(prisma, createTokenCipher(`test:${randomBytes(32).toString('base64')}`), clock),
    connectionIds,
    addVideo,
    newJob,
    async addJob(phase, change = {}) {
      const { allowDuplicate: _never, options: _none, ...columns } = await newJob()
      const data = { ...columns, ...columnsOf(phase), ...change } as Prisma.PublishJobUncheckedCreateInput
      const { id, jobId, generation } = await prisma.publishJob.create({ data })
      return { rowId: id, jobId, run: { jobId, generation } }
    },
    row: ({ jobId }) => prisma.publishJob.findUniqueOrThrow({ where: { jobId } }),
    async close() {
      await prisma.$disconnect()
      await database.drop()
    },
  }
}

export const aProblem = (change: Partial<Problem> = {}): Problem => ({
  code: 'a-problem',
  category: 'policy',
  message: 'A sentence.',
  remedy: 'A remedy.',
  ...change,
})

/**
 * Runs `statement` while `change` has been made but not committed, and commits once the statement waits for it: so the
 * change comes between what the statement has read and what it writes.
 */
export async function overtaken<T>(
  { prisma }: JobTable,
  change: (tx: PrismaClient) => Promise<unknown>,
  statement: () => Promise<T>,
): Promise<T> {
  const [running] = await prisma.$transaction(async (tx) => {
    await change(tx as PrismaClient)
    let over = false
    const work = statement().finally(() => (over = true))
    work.catch(() => {})
    while (!over && !(await isBlocked(prisma)));
    return [work]
  })
  return running
}

async function isBlocked(prisma: PrismaClient): Promise<boolean> {
  const blocked = await prisma.$queryRaw<unknown[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return blocked.length > 0
}

function manualClock(startMs: number) {
  let nowMs = startMs
  return { nowMs: () => nowMs, moveTo: (atMs: number) => void (nowMs = atMs) }
}

const connectionOf = (userId: string, platform: Platform) => ({
  id: `connection-${platform}`,
  userId,
  platform,
  accessToken: 'sealed',
  platformUserId: `account-${platform}`,
  platformUsername: 'tester',
  status: 'ACTIVE' as const,
})

function videoOf(userId: string) {
  const key = `videos/${userId}/${randomUUID()}.mp4`
  return {
    userId,
    r2Key: key,
    r2Url: `https://videos.example/${key}`,
    title: 'A test video',
    duration: 20,
    fileSize: 1_000_000,
    format: 'mp4',
    resolution: '720x1280',
    aspectRatio: '9:16',
    status: 'READY' as const,
  }
}

/** The columns that belong to a phase, as the statements that lead there leave them. */
function columnsOf(phase: JobPhase): Partial<PublishJob> {
  const status = PHASE_STATUS[phase]
  const at = new Date(START_MS - 60_000)
  const later = new Date(START_MS + 3_600_000)
  return {
    phase,
    status,
    ...(status === 'DELAYED' ? { waitReason: phase, waitUntil: later } : {}),
    ...(phase === 'scheduled' ? { scheduledFor: later } : {}),
    ...(COMMITTED_PHASES.includes(phase) ? { commitRequestedAt: at, commitDeadlineAt: at } : {}),
    ...(status === 'COMPLETED' ? { completedAt: at, commitVerdict: phase } : {}),
    ...(status === 'FAILED' ? { failedAt: at } : {}),
    ...(phase === 'cancelled' ? { cancelRequestedAt: at } : {}),
    ...(isTerminal(phase) || status !== 'ACTIVE' ? {} : { startedAt: at }),
  }
}
