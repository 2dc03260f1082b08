import { pacificDay } from '../../src/domain/quota'
import { PLATFORMS } from '../../src/domain/platform'
import { createHolds } from '../support/holds'
import { CHUNKED_BYTES, COMMIT, UPLOAD } from '../support/moments'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { reconcilerOf } from '../support/reconciler'
import { silenceTemporal } from '../support/quiet'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()

const HOUR_MS = 3_600_000

/** Long enough that a job is well under way by then. */
const SOON_MS = 8_000

const holds = createHolds()

/** The workers' time; Temporal has its own. */
let aheadMs = 0
const clock = { nowMs: () => Date.now() + aheadMs }

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld(
    { YOUTUBE_QUOTA_MODEL: 'upload-bucket', HEARTBEAT_TIMEOUT_MS: '10000', COMMIT_TIMEOUT_MS: '60000' },
    holds.onCall,
  )
  workers = await startWorkers(world, { clock })
})
beforeEach(() => void (aheadMs = 0))
afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
  await world.prisma.youTubeQuota.deleteMany()
  await world.prisma.platformCooldown.deleteMany()
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

const openAccount = (platform: OwnAccount['platform']) => openOwnAccount(world, platform, { clock })

const jobOf = (
  { platform, target }: OwnAccount,
  publishBeforeMs: number,
  change: Parameters<typeof trackJob>[3] = {},
): Promise<TrackedJob> =>
  trackJob(world, workers, platform, { ...target, publishBefore: new Date(publishBeforeMs), ...change })

/** Every upload of today has been sent. The last act of a run before may have opened the day meanwhile. */
const fillToday = () => {
  const date = pacificDay(clock.nowMs())
  const full = { model: 'upload-bucket', uploadCost: 1, used: 100, limit: 100 }
  return world.prisma.youTubeQuota.upsert({ where: { date }, create: { date, ...full }, update: full })
}

async function expectLate(job: TrackedJob, reason?: string): Promise<void> {
  const { phase, errorCode, errorMessage, commitNumber } = await job.ended()
  expect({ phase, errorCode, commitNumber }).toEqual({
    phase: 'failed',
    errorCode: 'publish-before-passed',
    commitNumber: 0,
  })
  if (reason) expect(errorMessage).toContain(`(${reason})`)
  await expect(job.handle.result()).rejects.toMatchObject({ cause: { type: 'publish-before-passed' } })
  expect(await job.posts()).toEqual([])
}

describe('a job whose latest instant comes', () => {
  test('while it waits in the queue fails then, without a call to YouTube', async () => {
    await fillToday()
    const before = await world.requests('YOUTUBE', 'session.start')
    const atMs = clock.nowMs() + SOON_MS
    const job = await jobOf(await openAccount('YOUTUBE'), atMs)
    await job.start()
    expect(await job.reached('waiting-for-quota')).toMatchObject({ waitUntil: new Date(atMs) })
    await expectLate(job, 'youtube-quota-exhausted')
    expect(await world.requests('YOUTUBE', 'session.start')).toEqual(before)
    expect((await job.row()).failedAt?.getTime()).toBeGreaterThanOrEqual(atMs)
  })

  test('while its account is left alone fails then', async () => {
    const account = await openAccount('INSTAGRAM')
    const accountId = account.target.platformUserId
    await world.control('faults', {
      ...{ platform: 'INSTAGRAM', operation: 'media.create', accountId, kind: 'rate-limit', times: 1 },
    })
    const atMs = clock.nowMs() + SOON_MS
    const job = await jobOf(account, atMs)
    await job.start()
    const { waitReason, waitUntil } = await job.reached('cooling-down')
    expect(waitUntil).toEqual(new Date(atMs))
    await expectLate(job, String(waitReason))
  })

  test('while it waits for its user fails then; a reconnect after it publishes nothing', async () => {
    const account = await openAccount('TIKTOK')
    await account.change({ revoked: true })
    const atMs = clock.nowMs() + SOON_MS
    const job = await jobOf(account, atMs)
    await job.start()
    expect(await job.reached('waiting-for-reconnect')).toMatchObject({ waitUntil: new Date(atMs) })
    await expectLate(job)
    await account.reconnect()
    await workers.gateway.wake(job.job.jobId)
    expect(await job.posts()).toEqual([])
  })

  test('while its upload stands still ends the upload, and fails then', async () => {
    const hold = holds.next('YOUTUBE', UPLOAD.YOUTUBE, 'arrived')
    const job = await jobOf(await openAccount('YOUTUBE'), clock.nowMs() + SOON_MS, { sizeBytes: CHUNKED_BYTES })
    await job.start()
    await hold.reached
    await expectLate(job)
    hold.release()
    expect(await job.posts()).toEqual([])
  })
})

test('a job whose turn would come too late waits all the same, and takes a place that is freed in time', async () => {
  await fillToday()
  const job = await jobOf(await openAccount('YOUTUBE'), clock.nowMs() + HOUR_MS)
  await job.start()
  await job.reached('waiting-for-quota')
  await world.prisma.youTubeQuota.updateMany({ data: { used: 99 } })
  expect(await job.ended(reconcilerOf(world, workers, clock))).toMatchObject({ phase: 'published' })
})

describe.each(PLATFORMS)('on %s', (platform) => {
  test('a job whose latest instant comes in mid-upload uploads to the end at most, and commits nothing', async () => {
    const hold = holds.next(platform, UPLOAD[platform], 'arrived')
    const job = await jobOf(await openAccount(platform), clock.nowMs() + HOUR_MS, { sizeBytes: CHUNKED_BYTES })
    await job.start()
    await hold.reached
    aheadMs = HOUR_MS
    hold.release()
    await expectLate(job)
  })

  test('a commit that was claimed before the latest instant is settled after it, and the post exists once', async () => {
    const hold = holds.next(platform, COMMIT[platform], 'arrived')
    await world.control('faults', { platform, operation: COMMIT[platform], kind: 'after-effect', times: 1 })
    const job = await jobOf(await openAccount(platform), clock.nowMs() + HOUR_MS)
    await job.start()
    await hold.reached
    aheadMs = HOUR_MS
    hold.release()
    expect(await job.ended()).toMatchObject({ phase: 'published', commitNumber: 1, errorCode: null })
    expect(await job.posts()).toHaveLength(1)
  })

  test('a commit that was not taken is not sent again after the latest instant', async () => {
    const hold = holds.next(platform, COMMIT[platform], 'arrived')
    await world.control('faults', { platform, operation: COMMIT[platform], kind: 'before-effect', times: 1 })
    const job = await jobOf(await openAccount(platform), clock.nowMs() + HOUR_MS)
    await job.start()
    await hold.reached
    aheadMs = HOUR_MS
    hold.release()
    const { phase, errorCode, commitNumber } = await job.ended()
    expect({ phase, errorCode, commitNumber }).toEqual({
      phase: 'failed',
      errorCode: 'publish-before-passed',
      commitNumber: 1,
    })
    expect(await job.posts()).toEqual([])
  })
})

test('a job that does not want to wait fails on a full day at once, without an upload, and names the next place', async () => {
  await fillToday()
  const before = await world.requests('YOUTUBE', 'session.start')
  const { target } = await openAccount('YOUTUBE')
  const job = await trackJob(world, workers, 'YOUTUBE', { ...target, onQuotaExhausted: 'fail' })
  await job.start()
  expect(await job.ended()).toMatchObject({
    phase: 'failed',
    errorCode: 'youtube-quota-exhausted',
    errorCategory: 'quota',
    errorMessage: expect.stringMatching(/The next place is estimated for \w+, \w+ \d+ at about 00:00 Pacific\./),
    quotaQueuedAt: null,
  })
  expect(await world.requests('YOUTUBE', 'session.start')).toEqual(before)
})

test('the Web UI shows operators where a waiting run stands', async () => {
  await fillToday()
  const { target } = await openAccount('YOUTUBE')
  const job = await trackJob(world, workers, 'YOUTUBE', target)
  await job.start()
  await job.reached('waiting-for-quota')
  const details = () => job.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')
  const { currentDetails } = await until(async () => {
    const shown = await details()
    return shown.currentDetails.includes('waiting-for-quota') && shown
  })
  expect(currentDetails).toMatch(
    /\*\*queue:\*\* place 1 at the last look, estimated for the Pacific day \d{4}-\d\d-\d\d, at about \S+Z$/m,
  )
  await workers.hands.cancel(job.job.jobId)
  await workers.gateway.notify(job.job.jobId, 'cancel')
  await job.handle.result()
})

test('a job that fails before its latest instant tells its own reason', async () => {
  const job = await jobOf(await openAccount('YOUTUBE'), clock.nowMs() + HOUR_MS)
  await world.prisma.video.update({ where: { id: job.job.videoId }, data: { etag: 'another' } })
  await job.start()
  const { phase, errorCode } = await job.ended()
  expect(phase).toBe('failed')
  expect(errorCode).not.toBe('publish-before-passed')
})
