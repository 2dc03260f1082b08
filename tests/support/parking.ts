import { createWaitingJobs } from '../../src/database/publish-jobs/waiting-jobs'
import type { NewJob } from '../../src/domain/ports/jobs'
import type { Platform } from '../../src/domain/platform'
import { createTokenOwner } from '../../src/temporal/owner-gateway'
import { createHolds } from './holds'
import { CHUNKED_BYTES, COMMIT, UPLOAD } from './moments'
import { openOwnAccount, type OwnAccount } from './own-account'
import { openPublisherWorld, type PublisherWorld } from './publisher'
import { trackJob, type TrackedJob } from './tracked-job'
import { startWorkers, type RunningWorkers } from './workers'

type Change = Partial<NewJob> & { sizeBytes?: number }

/** Jobs whose accounts are taken from them, and come back. */
export interface Parking {
  world: PublisherWorld
  workers: RunningWorkers
  openAccount(platform: Platform, profile?: object): Promise<OwnAccount>
  jobOf(account: OwnAccount, change?: Change): Promise<TrackedJob>
  /** A job whose upload was interrupted, and whose user has removed the app meanwhile. */
  parkedInMidUpload(account: OwnAccount, change?: Change): Promise<TrackedJob>
  /** A job whose commit got no good answer, and whose user has removed the app before it could be asked about. */
  unconfirmedAndRevoked(account: OwnAccount, effect: 'after-effect' | 'before-effect'): Promise<TrackedJob>
  /** A new grant, and what a callback tells the connection's owner of it. */
  reconnect(account: OwnAccount): Promise<void>
  /** Wakes the jobs that wait for the account. */
  wake(account: OwnAccount): Promise<void>
  /** Starts a failed job's next generation, as the API does. */
  retry(job: TrackedJob): Promise<void>
  /** Moves the workers' clock and the platforms', but not Temporal's. */
  passTime(ms: number): Promise<void>
  forgetFaults(): Promise<unknown>
  close(): Promise<void>
}

export async function openParking(overrides: NodeJS.ProcessEnv = {}): Promise<Parking> {
  const holds = createHolds()
  let aheadMs = 0
  const clock = { nowMs: () => Date.now() + aheadMs }
  const world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket', ...overrides }, holds.onCall)
  const workers = await startWorkers(world, { clock })
  const owner = createTokenOwner(workers.client, clock)

  const jobOf: Parking['jobOf'] = ({ platform, target }, change) =>
    trackJob(world, workers, platform, { ...target, ...change })

  /** Starts a job; its call fails, and is held until its user has removed the app. */
  async function strike(
    account: OwnAccount,
    job: TrackedJob,
    operation: string,
    effect: 'before-effect' | 'after-effect',
  ) {
    const { platform } = account
    await world.control('faults', { platform, operation, kind: effect, times: 1, status: 500 })
    const hold = holds.next(platform, operation, effect === 'after-effect' ? 'done' : 'arrived')
    await job.start()
    await hold.reached
    await account.change({ revoked: true })
    hold.release()
    return job
  }

  return {
    world,
    workers,
    openAccount: (platform, profile = {}) => openOwnAccount(world, platform, { clock, profile }),
    jobOf,

    async parkedInMidUpload(account, change) {
      const job = await jobOf(account, { sizeBytes: CHUNKED_BYTES, ...change })
      return strike(account, job, UPLOAD[account.platform], 'before-effect')
    },

    async unconfirmedAndRevoked(account, effect) {
      // No wait of its own may fail a job that may be published.
      const job = await jobOf(account, { reconnectWaitSeconds: 0 })
      await strike(account, job, COMMIT[account.platform], effect)
      await job.reached('unconfirmed')
      return job
    },

    async reconnect(account) {
      await account.reconnect()
      await owner.reconnected(account.target.connectionId)
    },

    async wake({ target }) {
      const jobIds = await createWaitingJobs(world.prisma).find(target.connectionId)
      await Promise.all(jobIds.map((jobId) => workers.gateway.wake(jobId)))
    },

    async retry({ job: { jobId } }) {
      const retried = await workers.hands.retry(jobId, false)
      if (!retried || !('run' in retried) || !retried.run) throw new Error(`not retried: ${retried?.answer}`)
      // The earlier generation's run may not have heard of its end yet.
      await workers.gateway.wake(jobId)
      await workers.client.workflow
        .getHandle(jobId)
        .result()
        .catch(() => {})
      await workers.gateway.start(retried.run)
    },

    async passTime(ms) {
      aheadMs += ms
      await world.control('clock', { advanceSeconds: ms / 1_000 })
    },

    forgetFaults() {
      holds.clear()
      return world.control('faults', undefined, 'DELETE')
    },

    async close() {
      await workers.stop()
      await world.close()
    },
  }
}
