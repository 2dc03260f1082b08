import type { WorkflowHandle } from '@temporalio/client'
import type { Platform } from '../../src/domain/platform'
import { spawnApi, type ApiProcess } from '../support/api-process'
import { keepHistory } from '../support/histories'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()

const HOUR_MS = 3_600_000

let world: PublisherWorld
let workers: RunningWorkers
let api: ApiProcess

/** Intervals longer than any test waits: what goes on in spite of them was told. */
async function open(pacing: NodeJS.ProcessEnv) {
  world = await openPublisherWorld({ UNCONFIRMED_INTERVAL_MS: String(HOUR_MS), ...pacing })
  workers = await startWorkers(world)
  api = await spawnApi(world.env)
}

async function close() {
  await api.kill()
  await workers.stop()
  await world.close()
}

/** What an operator registers in the platforms' portals. */
async function register(knobs: object = {}) {
  const {
    TIKTOK_CLIENT_KEY: clientKey,
    TIKTOK_CLIENT_SECRET: clientSecret,
    INSTAGRAM_APP_SECRET: appSecret,
  } = world.config
  const url = `${api.url}/v1/webhooks`
  await world.control(
    'settings/tiktok',
    { webhook: { url: `${url}/tiktok`, clientKey, clientSecret, ...knobs } },
    'PATCH',
  )
  await world.control('settings/instagram', { deauthorize: { url: `${url}/instagram`, appSecret } }, 'PATCH')
}

/** An account that was connected an hour ago. */
async function openAccount(platform: Platform, profile: object = {}): Promise<OwnAccount> {
  const own = await openOwnAccount(world, platform, { clock: systemClock, profile })
  await world.prisma.platformConnection.update({
    where: { id: own.target.connectionId },
    data: { connectedAt: new Date(Date.now() - HOUR_MS), appScopedUserId: `9${own.target.platformUserId}` },
  })
  return own
}

async function startJob({ platform, target }: OwnAccount, change: object = {}) {
  const job = await trackJob(world, workers, platform, { ...target, ...change })
  await job.start()
  return job
}

type Job = Awaited<ReturnType<typeof startJob>>

const steps = async (job: Job, step: string) => (await job.row()).attempts.filter((attempt) => attempt.step === step)

const probed = (job: Job) => until(async () => (await steps(job, 'probe')).some(({ endedAt }) => endedAt !== null))

const removeApp = ({ platform, target }: OwnAccount) =>
  world.control(`actions/${platform}/remove-app`, { accountId: target.platformUserId })

const known = () => world.prisma.platformEvent.count()

async function historyOf(handle: WorkflowHandle) {
  const { events } = await handle.fetchHistory()
  const all = events ?? []
  const scheduled = all.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name)
  return {
    signals: all.filter((event) => event.workflowExecutionSignaledEventAttributes).length,
    questions: scheduled.filter((name) => name === 'confirm').length,
  }
}

async function expectPublishedOnce(job: Job) {
  expect(await job.ended()).toMatchObject({ phase: 'published', commitNumber: 1, errorCode: null })
  await job.handle.result()
  expect(await job.posts()).toHaveLength(1)
}

describe('with an hour between two polls', () => {
  beforeAll(() =>
    open({
      POLL_INTERVAL_MS: String(HOUR_MS),
      RETRY_MAX_INTERVAL_MS: String(HOUR_MS),
      CONFIRM_BUDGET_MS: String(100 * HOUR_MS),
      ENRICH_BUDGET_MS: String(100 * HOUR_MS),
    }),
  )
  beforeEach(() => register())
  afterAll(close)

  test('a failure that TikTok tells ends the job, with the reason that its status gives', async () => {
    const profile = { processingSeconds: 1, processing: 'fail', failReason: 'frame_rate_check_failed' }
    const job = await startJob(await openAccount('TIKTOK', profile))
    expect(await job.ended()).toMatchObject({ phase: 'failed', commitVerdict: 'refused' })
    await expect(job.handle.result()).rejects.toThrow()
    expect(await job.posts()).toHaveLength(0)
  })

  test('events that come thrice, late and out of order make one post', async () => {
    await register({ copies: 3, delaySeconds: { 'post.publish.complete': 3 } })
    const before = await known()
    const job = await startJob(await openAccount('TIKTOK', { processingSeconds: 1, publicIdDelaySeconds: 1 }))
    await expectPublishedOnce(job)
    await until(async () => (await known()) === before + 2)
    expect(await job.row()).toMatchObject({ phase: 'published', commitNumber: 1 })
    expect(await job.posts()).toHaveLength(1)
  })

  test('a run that waits for the link of a post asks for it at once', async () => {
    const read = { platform: 'INSTAGRAM', operation: 'media.get' }
    await world.control('faults', { ...read, kind: 'before-effect', status: 500, times: 1 })
    const job = await startJob(await openAccount('INSTAGRAM'))
    await until(async () => (await steps(job, 'enrich')).some(({ endedAt }) => endedAt !== null))
    await workers.gateway.tell(job.job.jobId)
    await job.handle.result()
    const post = await world.prisma.publishedPost.findFirst({ where: { publishJob: { jobId: job.job.jobId } } })
    expect(post?.url).toMatch(/^https:/)
  })

  test('however many events there are, a run asks ten times more at most, and its history stays short', async () => {
    const job = await startJob(await openAccount('TIKTOK', { processing: 'stuck' }))
    await until(async () => (await steps(job, 'probe')).length === 1)
    for (let told = 1; told <= 20; told++) {
      await workers.gateway.tell(job.job.jobId)
      await until(async () => (await historyOf(job.handle)).questions === 1 + Math.min(told, 10))
    }
    // The last ones may still wait for the workflow task that is running.
    await until(async () => (await historyOf(job.handle)).signals === 20)
    expect(await historyOf(job.handle)).toMatchObject({ questions: 11 })
    await job.handle.terminate()
  })

  test.each(['TIKTOK', 'INSTAGRAM'] as const)(
    'a user who removes the app on %s is told of: the connection is REVOKED and a scheduled job parks',
    async (platform) => {
      const own = await openAccount(platform)
      const job = await startJob(own, { scheduledFor: new Date(Date.now() + 5_000) })
      await job.reached('scheduled')
      await removeApp(own)
      const removed = { status: 'REVOKED', statusReason: 'authorization-removed' }
      await until(async () => (await own.connection()).status === 'REVOKED')
      expect(await own.connection()).toMatchObject(removed)
      expect(await job.reached('waiting-for-reconnect')).toMatchObject({ errorCode: 'reconnect-required' })
      expect(await job.posts()).toHaveLength(0)

      await own.reconnect()
      await workers.gateway.wake(job.job.jobId)
      await job.reached('published')
      expect(await job.posts()).toHaveLength(1)
    },
  )

  test('a removal that is delivered after the user has connected again does not hurt the new grant', async () => {
    const accounts = [await openAccount('TIKTOK'), await openAccount('INSTAGRAM')]
    const before = await known()
    await api.kill()
    for (const own of accounts) {
      await removeApp(own)
      await own.reconnect()
    }
    api = await spawnApi(world.env)
    await register()
    await world.control('clock', { advanceSeconds: 20 })
    await until(async () => (await known()) === before + 2)
    for (const own of accounts) expect(await own.connection()).toMatchObject({ status: 'ACTIVE', statusReason: null })
  })

  // From here on the platforms' clock is ahead of ours.
  test('a publish is settled as soon as TikTok tells, by asking', async () => {
    const job = await startJob(await openAccount('TIKTOK', { processingSeconds: 60, publicIdDelaySeconds: 1 }))
    await probed(job)
    await world.control('clock', { advanceSeconds: 60 })
    await expectPublishedOnce(job)
    await keepHistory(job.handle, 'platform-event')
    const [post] = await job.posts()
    expect(
      await world.prisma.publishedPost.findFirst({ where: { publishJob: { jobId: job.job.jobId } } }),
    ).toMatchObject({ platformPostId: post?.postId, platformPostIdProvisional: false })
    expect((await steps(job, 'probe')).length).toBeGreaterThan(1)
  })

  test('what TikTok tells while the API is down is delivered later, and settles the job then', async () => {
    await api.kill()
    const job = await startJob(await openAccount('TIKTOK', { processingSeconds: 60, publicIdDelaySeconds: 0 }))
    await probed(job)
    expect(await job.row()).toMatchObject({ phase: 'processing' })
    api = await spawnApi(world.env)
    await register()
    await world.control('clock', { advanceSeconds: 60 })
    await expectPublishedOnce(job)
  })
})

describe('with a short patience', () => {
  beforeAll(() => open({ CONFIRM_BUDGET_MS: '1000', RETRY_MAX_INTERVAL_MS: '250' }))
  afterAll(close)

  test('an unconfirmed job is asked about as soon as TikTok tells of it', async () => {
    await register()
    const job = await startJob(await openAccount('TIKTOK', { processingSeconds: 6, publicIdDelaySeconds: 0 }))
    await job.reached('unconfirmed')
    await expectPublishedOnce(job)
    await keepHistory(job.handle, 'platform-event-unconfirmed')
  })

  test('events that are lost are not needed: polling settles the job', async () => {
    await register({ url: 'http://127.0.0.1:1/nobody' })
    const job = await startJob(await openAccount('TIKTOK', { publicIdDelaySeconds: 0 }))
    await expectPublishedOnce(job)
    expect((await historyOf(job.handle)).signals).toBe(0)
  })
})
