import { DefaultLogger, Runtime } from '@temporalio/worker'
import { pacificDay } from '../../src/domain/quota'
import type { Platform } from '../../src/domain/platform'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { reconcilerOf } from '../support/reconciler'
import { keepHistory } from '../support/histories'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket' })
  workers = await startWorkers(world)
})

afterEach(() => world.control('faults', undefined, 'DELETE'))

afterAll(async () => {
  await workers.stop()
  await world.close()
})

async function addJob(platform: Platform, sizeBytes = 200_000) {
  const video = await world.addVideo(sizeBytes)
  const job = await world.newJob(platform, video.id)
  return {
    job,
    handle: workers.client.workflow.getHandle(job.jobId),
    start: () => workers.publish(job),
    ended: () => workers.client.workflow.getHandle(job.jobId).result(),
    posts: async () => (await world.posts(platform)).filter((post) => post.sha256 === video.sha256),
    row: () => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId: job.jobId }, include: { attempts: true } }),
  }
}

describe('a lost answer', () => {
  test.each([
    ['TIKTOK', 'video.init'],
    ['TIKTOK', 'chunk.put'],
    ['INSTAGRAM', 'media.create'],
    ['INSTAGRAM', 'media.publish'],
    ['YOUTUBE', 'session.start'],
    ['YOUTUBE', 'session.put'],
  ] as const)('of %s to %s never makes a second post', async (platform, operation) => {
    await world.control('faults', { platform, operation, kind: 'after-effect', times: 1 })
    const { handle, start, ended, posts, row } = await addJob(platform)
    await start()
    await ended()
    expect(await posts()).toHaveLength(1)
    const { phase, attempts } = await row()
    expect(phase).toBe('published')
    await keepHistory(handle, `lost-${operation.replace('.', '-')}`)
    expect(attempts.every(({ endedAt, outcome }) => endedAt !== null && outcome !== null)).toBe(true)
  })
})

test.each([
  ['TIKTOK', 'chunk.put'],
  ['INSTAGRAM', 'media.publish'],
  ['YOUTUBE', 'session.put'],
] as const)(
  'a commit that %s did not take (%s) is sent again after a probe, and the post exists once',
  async (platform, operation) => {
    await world.control('faults', { platform, operation, kind: 'before-effect', times: 2 })
    const { handle, start, ended, posts, row } = await addJob(platform)
    await start()
    await ended()
    expect(await posts()).toHaveLength(1)
    const { phase, commitNumber, attempts } = await row()
    expect(phase).toBe('published')
    const steps = attempts.sort((a, b) => Number(a.startedAt) - Number(b.startedAt)).map(({ step }) => step)
    const commits = steps.flatMap((step, index) => (step === 'commit' ? [index] : []))
    expect(commits).toHaveLength(commitNumber)
    await keepHistory(handle, 'commit-not-taken')
    for (const [nth, index] of commits.entries()) {
      const before = steps.slice(commits[nth - 1] ?? index, index)
      if (nth > 0) expect(before).toContain('probe')
    }
  },
)

describe('a token', () => {
  test('that has expired is renewed by one refresh, however many publishes need it', async () => {
    const jobs = [await addJob('YOUTUBE'), await addJob('YOUTUBE'), await addJob('YOUTUBE')]
    const connectionId = jobs[0]?.job.connectionId
    await world.prisma.platformConnection.update({ where: { id: connectionId }, data: { expiresAt: new Date(0) } })
    const before = (await world.requests('YOUTUBE', 'oauth.token')).length
    await Promise.all(jobs.map(({ start }) => start()))
    await Promise.all(jobs.map(({ ended }) => ended()))
    expect((await world.requests('YOUTUBE', 'oauth.token')).length).toBe(before + 1)
    for (const { posts } of jobs) expect(await posts()).toHaveLength(1)
  })

  test('that the platform refuses in mid-publish is renewed, and the step goes on', async () => {
    const { handle, job, start, ended, posts } = await addJob('TIKTOK')
    await world.control(`accounts/TIKTOK/${job.platformUserId}`, { accessToken: 'another-one' }, 'PATCH')
    await start()
    await ended()
    await keepHistory(handle, 'token-refreshed')
    expect(await posts()).toHaveLength(1)
  })
})

test('a revoked account parks its job with a reason and a deadline; once it is connected again the job goes on', async () => {
  const { handle, job, start, ended, posts, row } = await addJob('INSTAGRAM')
  await world.prisma.platformConnection.update({ where: { id: job.connectionId }, data: { status: 'EXPIRED' } })
  await start()
  await until(async () => (await row()).phase === 'waiting-for-reconnect')
  const parked = await row()
  expect(parked).toMatchObject({ status: 'DELAYED', waitReason: 'reconnect-required', errorCategory: 'auth' })
  expect(Number(parked.waitUntil)).toBeGreaterThan(Date.now() + 71 * 3_600_000)

  await world.prisma.platformConnection.update({ where: { id: job.connectionId }, data: { status: 'ACTIVE' } })
  await workers.gateway.wake(job.jobId)
  await ended()
  await keepHistory(handle, 'parked')
  expect(await posts()).toHaveLength(1)
  expect(await row()).toMatchObject({ phase: 'published', errorCode: null, waitReason: null })
})

test('a full YouTube day makes the job wait until the Pacific midnight, and no upload is started', async () => {
  const { handle, start, row, posts, ended } = await addJob('YOUTUBE')
  const date = pacificDay(Date.now())
  const { used } = await world.prisma.youTubeQuota.findUniqueOrThrow({ where: { date } })
  await world.prisma.youTubeQuota.update({ where: { date }, data: { limit: used } })
  const before = (await world.requests('YOUTUBE', 'session.start')).length
  await start()
  await until(async () => (await row()).phase === 'waiting-for-quota')
  const { waitUntil } = await row()
  expect(pacificDay(Number(waitUntil))).not.toBe(date)
  expect(pacificDay(Number(waitUntil) - 1)).toBe(date)
  expect((await world.requests('YOUTUBE', 'session.start')).length).toBe(before)

  await world.prisma.youTubeQuota.update({ where: { date }, data: { limit: 100 } })
  await reconcilerOf(world, workers)()
  await ended()
  await keepHistory(handle, 'quota-wait')
  expect(await posts()).toHaveLength(1)
})

test('an accepted job whose start was lost is started by the reconciler, once', async () => {
  const { job, ended, posts } = await addJob('YOUTUBE')
  await workers.hands.accept({ principal: 'test', idempotency: null, jobs: [job] })
  const inAMinute = { nowMs: () => systemClock.nowMs() + 60_000 }
  const reconcile = reconcilerOf(world, workers, inAMinute)
  await Promise.all([reconcile(), reconcile()])
  await ended()
  expect(await posts()).toHaveLength(1)
})

test('a cancel right after the accept publishes nothing', async () => {
  const { handle, job, ended, posts, row } = await addJob('TIKTOK')
  await workers.hands.accept({ principal: 'test', idempotency: null, jobs: [job] })
  const [cancelled] = await Promise.all([
    workers.hands.cancel(job.jobId),
    workers.gateway.start({ ...job, generation: 1 }),
  ])
  expect(cancelled).toMatchObject({ answer: 'cancelled' })
  await ended()
  await keepHistory(handle, 'cancelled-at-start')
  expect(await row()).toMatchObject({ phase: 'cancelled', commitRequestedAt: null })
  expect(await posts()).toHaveLength(0)
})

test('a cancel in mid-upload stops the upload, and nothing is published', async () => {
  await world.control('faults', { platform: 'YOUTUBE', operation: 'session.put', kind: 'slow', delayMs: 1_500 })
  const { handle, job, start, ended, posts, row } = await addJob('YOUTUBE', 40 * 1024 * 1024)
  await start()
  await until(async () => (await row()).phase === 'uploading')
  expect(await workers.hands.cancel(job.jobId)).toMatchObject({ answer: 'cancelled', phase: 'uploading' })
  await workers.gateway.notify(job.jobId, 'cancel')
  await ended()
  await keepHistory(handle, 'cancelled-uploading')
  expect(await row()).toMatchObject({ status: 'FAILED', phase: 'cancelled', commitRequestedAt: null })
  expect(await posts()).toHaveLength(0)
})

test('an object that was replaced after its registration fails the job before anything is sent', async () => {
  const { handle, job, start, ended, row, posts } = await addJob('TIKTOK')
  await world.prisma.video.update({ where: { id: job.videoId }, data: { etag: 'another' } })
  await start()
  await expect(ended()).rejects.toMatchObject({ cause: { type: 'source-changed' } })
  await keepHistory(handle, 'source-changed')
  expect(await row()).toMatchObject({ status: 'FAILED', errorCode: 'source-changed', errorCategory: 'media' })
  expect(await posts()).toHaveLength(0)
})
