import { randomUUID } from 'node:crypto'
import { createRoundReports } from '../../src/database/round-reports'
import type { Platform } from '../../src/domain/platform'
import type { RoundReport } from '../../src/domain/ports/rounds'
import { SYNC_SCHEDULE_ID } from '../../src/domain/schedule-ids'
import { movingTime, type MovingTime } from './moving-time'
import { openOwnAccount, type OwnAccount } from './own-account'
import { openPublisherWorld, type PublisherWorld } from './publisher'
import { addDuePosts } from './synced-posts'
import { startWorkers, type RunningWorkers } from './workers'

const HALF_DAY_MS = 43_200_000

/** Longer than any test moves time. */
const LIFE_SECONDS = 365 * 86_400

export interface MeasuredAccount extends OwnAccount {
  accountId: string
  posts: { id: string; platformPostId: string }[]
}

/** Workers whose time a test moves, and rounds of syncs that it begins itself. */
export interface SyncWorld {
  world: PublisherWorld
  time: MovingTime
  workers: RunningWorkers
  /** An account of a user of its own with posts, all of them due. */
  accountWithPosts(platform: Platform, count: number, change?: object, profile?: object): Promise<MeasuredAccount>
  /** A round as the schedule begins it, to its end. @returns its workflow's id */
  round(): Promise<string>
  report(): Promise<RoundReport>
  rowsOf(account: Pick<OwnAccount, 'target'>): ReturnType<typeof rowsOf>
  calls(platform: Platform, operation: string): Promise<number>
  /** Forgets posts, limits and faults. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openSyncWorld(overrides: NodeJS.ProcessEnv = {}): Promise<SyncWorld> {
  const world = await openPublisherWorld({ METRICS_INTERVAL_MS: String(HALF_DAY_MS), ...overrides })
  const { prisma } = world
  const time = movingTime(world)
  const workers = await startWorkers(world, { clock: time.clock })

  return {
    world,
    time,
    workers,

    async accountWithPosts(platform, count, change = {}, profile = {}) {
      const account = await openOwnAccount(world, platform, { clock: time.clock, profile, lifeSeconds: LIFE_SECONDS })
      const { userId, platformUserId: accountId } = account.target
      const publishedAt = new Date(time.clock.nowMs())
      const posts =
        count === 0 ? [] : await addDuePosts(world, { platform, userId, accountId }, count, { publishedAt, ...change })
      return { ...account, accountId, posts }
    },

    async round() {
      const workflowId = `sync-${randomUUID()}`
      await workers.client.workflow.execute('syncMetrics', { taskQueue: 'publish', workflowId })
      return workflowId
    },

    async report() {
      const found = (await createRoundReports(prisma).all()).find(({ name }) => name === SYNC_SCHEDULE_ID)
      if (!found) throw new Error('no round has told what it did')
      return found
    },

    rowsOf: ({ target }) => rowsOf(world, target.userId),

    calls: async (platform, operation) => (await world.requests(platform, operation)).length,

    async clear() {
      await world.control('faults', undefined, 'DELETE')
      await prisma.publishedPost.deleteMany()
      await prisma.platformCooldown.deleteMany()
      await prisma.youTubeQuota.deleteMany()
    },

    async close() {
      await workers.stop()
      await world.close()
    },
  }
}

const rowsOf = ({ prisma }: PublisherWorld, userId: string) =>
  prisma.publishedPost.findMany({
    where: { userId },
    include: { metrics: { orderBy: { window: 'asc' } } },
    orderBy: { id: 'asc' },
  })
