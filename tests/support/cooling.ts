import type { Platform } from '../../src/domain/platform'
import type { PlatformCooldown } from '../../src/generated/prisma/client'
import { createHolds, type Holds } from './holds'
import { openOwnAccount, type OwnAccount } from './own-account'
import { openPublisherWorld, type PublisherWorld } from './publisher'
import { reconcilerOf } from './reconciler'
import { trackJob, type TrackedJob } from './tracked-job'
import { until } from './until'
import { startWorkers, type RunningWorkers } from './workers'

/** How long the platforms here want to be left alone. */
export const COOLDOWN_MS = 600_000

/** The first call of a publish. */
export const FIRST: Record<Platform, string> = {
  TIKTOK: 'creator_info.query',
  INSTAGRAM: 'publishing_limit.get',
  YOUTUBE: 'session.start',
}

/** An answer that tells a limit. */
export interface LimitAnswer {
  status: number
  body?: unknown
}

/** A call as the sandbox's log tells it. */
export interface LoggedCall {
  operation: string
  status: number | null
  at: string
  accountId: string | null
}

/** Accounts that their platforms tell to wait. */
export interface Cooling {
  world: PublisherWorld
  workers: RunningWorkers
  holds: Holds
  openAccount(platform: Platform, profile?: object): Promise<OwnAccount>
  jobOf(account: OwnAccount, change?: { sizeBytes?: number }): Promise<TrackedJob>
  /** Starts a job whose first call is answered by a limit, and waits until that is on record. */
  strike(account: OwnAccount, answer: LimitAnswer): Promise<{ job: TrackedJob; cooldown: PlatformCooldown }>
  /** What holds the account or all of its platform; null once it is over. */
  cooldownOf(account: OwnAccount): Promise<PlatformCooldown | null>
  /** The calls to a platform that came after an instant; of one account, where it is named. */
  callsSince(since: Date, platform: Platform, account?: OwnAccount): Promise<LoggedCall[]>
  /** Lets a cooldown pass for the workers and the platforms, but not for Temporal's timers. */
  passCooldown(): Promise<void>
  /** Waits until the job is over; the reconciler wakes it as often as it must. */
  ended(job: TrackedJob): ReturnType<TrackedJob['ended']>
  close(): Promise<void>
}

/** Uploads for all of them. No worker dies here, and a busy one is not taken for dead. */
const ROOMY = { YOUTUBE_QUOTA_MODEL: 'upload-bucket', YOUTUBE_QUOTA_LIMIT: '1000', HEARTBEAT_TIMEOUT_MS: '20000' }

export async function openCooling(): Promise<Cooling> {
  const holds = createHolds()
  let aheadMs = 0
  const clock = { nowMs: () => Date.now() + aheadMs }
  const world = await openPublisherWorld(ROOMY, holds.onCall)
  await world.control('settings/YOUTUBE', { uploadsPerDay: 1_000 }, 'PATCH')
  const workers = await startWorkers(world, { clock })
  const reconcile = reconcilerOf(world, workers, clock)

  const jobOf: Cooling['jobOf'] = ({ platform, target }, change) =>
    trackJob(world, workers, platform, { ...target, ...change })

  const cooldownOf: Cooling['cooldownOf'] = ({ platform, target: { platformUserId } }) =>
    world.prisma.platformCooldown.findFirst({
      where: { platform, OR: [{ platformUserId }, { platformUserId: null }], until: { gt: new Date(clock.nowMs()) } },
    })

  return {
    world,
    workers,
    holds,
    openAccount: (platform, profile = {}) => openOwnAccount(world, platform, { clock, profile }),
    jobOf,
    cooldownOf,

    async strike(account, answer) {
      const { platform, target } = account
      const fault = { platform, operation: FIRST[platform], accountId: target.platformUserId, times: 1, ...answer }
      await world.control('faults', { ...fault, kind: 'before-effect', retryAfterSeconds: COOLDOWN_MS / 1_000 })
      const job = await jobOf(account)
      await job.start()
      await job.reached('cooling-down')
      return { job, cooldown: await until(() => cooldownOf(account)) }
    },

    async callsSince(since, platform, account) {
      const calls = (await world.control(`requests?platform=${platform}`, undefined, 'GET')) as LoggedCall[]
      const { platformUserId } = account?.target ?? {}
      return calls.filter(
        ({ at, accountId }) =>
          new Date(at) > since && (platformUserId === undefined ? accountId !== null : accountId === platformUserId),
      )
    },

    async passCooldown() {
      // Past the spread of those who wait, and what the reconciler grants a timer.
      const ms = COOLDOWN_MS + 60_000 + world.config.RECONCILE_INTERVAL_MS
      aheadMs += ms
      await world.control('clock', { advanceSeconds: ms / 1_000 })
    },

    ended: (job) => job.ended(reconcile),

    async close() {
      holds.clear()
      await workers.stop()
      await world.close()
    },
  }
}
