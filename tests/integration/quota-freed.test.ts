import { DefaultLogger, Runtime } from '@temporalio/worker'
import { quotaPlanOf } from '../../src/bin/quota-plan'
import { createQuotaGrants } from '../../src/database/quota/grants'
import { nextPacificMidnightMs } from '../../src/domain/quota'
import { GRANT_SCHEDULE_ID } from '../../src/workflows/contract'
import { openOwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { reconcilerOf } from '../support/reconciler'
import { scheduleAll } from '../support/schedules'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
    YOUTUBE_QUOTA_LIMIT: '1',
    QUOTA_SPREAD_MS: '1',
  })
  workers = await startWorkers(world)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})
beforeEach(async () => {
  await world.prisma.quotaReservation.deleteMany()
  await world.prisma.youTubeQuota.deleteMany()
})

async function startJob(change: { scheduledFor?: Date } = {}): Promise<TrackedJob> {
  const account = await openOwnAccount(world, 'YOUTUBE', { clock: systemClock })
  const job = await trackJob(world, workers, 'YOUTUBE', { ...account.target, ...change })
  await job.start()
  return job
}

/** A post that has the only upload of today, and a job that waits for it. */
async function holderAndNext() {
  const holder = await startJob({ scheduledFor: new Date(Date.now() + 60_000) })
  await holder.reached('scheduled')
  await reconcilerOf(world, workers)()
  const next = await startJob()
  await next.reached('waiting-for-quota')
  return { holder, next }
}

test('the upload that a cancelled job held is used by the next in line at once', async () => {
  const { holder, next } = await holderAndNext()
  await workers.hands.cancel(holder.job.jobId)
  await workers.gateway.notify(holder.job.jobId, 'cancel')
  await next.reached('published')
  expect(await next.posts()).toHaveLength(1)
  expect(await holder.posts()).toHaveLength(0)
})

test('a grant whose run was never told of it is found by the reconciler', async () => {
  const { holder, next } = await holderAndNext()
  await workers.hands.cancel(holder.job.jobId)
  // The process that gives it dies before it wakes anybody.
  const given = await createQuotaGrants(world.prisma, systemClock, quotaPlanOf(world.config), 1).grant()
  expect(given.map(({ jobId }) => jobId)).toEqual([next.job.jobId])
  expect((await next.row()).phase).toBe('waiting-for-quota')
  await reconcilerOf(world, workers, { nowMs: () => Date.now() + 60_000 })()
  await next.reached('published')
})

test('what nobody has given is given by the reconciler', async () => {
  const { holder, next } = await holderAndNext()
  await workers.hands.cancel(holder.job.jobId)
  await reconcilerOf(world, workers)()
  await next.reached('published')
})

test('the grant of a new day is scheduled for midnight in Los Angeles, on days of any length', async () => {
  await scheduleAll(workers.client)
  await scheduleAll(workers.client)
  const { info, spec } = await workers.client.schedule.getHandle(GRANT_SCHEDULE_ID).describe()
  expect(spec.calendars).toHaveLength(1)
  expect(info.nextActionTimes.length).toBeGreaterThan(0)
  let midnightMs = nextPacificMidnightMs(Date.now())
  for (const at of info.nextActionTimes) {
    expect(at).toEqual(new Date(midnightMs))
    midnightMs = nextPacificMidnightMs(midnightMs)
  }
})
