import { DefaultLogger, Runtime } from '@temporalio/worker'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { resolveOutcomeUpdate } from '../../src/workflows/messages'
import { keepHistory } from '../support/histories'
import { createHolds } from '../support/holds'
import { COMMIT, PROBE } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld(
    {
      YOUTUBE_QUOTA_MODEL: 'upload-bucket',
      COMMIT_TIMEOUT_MS: '3000',
      CONFIRM_BUDGET_MS: '1000',
      UNCONFIRMED_INTERVAL_MS: '500',
    },
    holds.onCall,
  )
  workers = await startWorkers(world)
})

afterEach(() => world.control('faults', undefined, 'DELETE'))

afterAll(async () => {
  await workers.stop()
  await world.close()
})

const silence = (platform: Platform, operation: string) =>
  world.control('faults', { platform, operation, kind: 'before-effect', status: 500 })

/** A job whose commit got no good answer, and whose platform tells nothing since then. `effect`: what became of the commit. */
async function unconfirmedJob(platform: Platform, effect: 'after-effect' | 'before-effect') {
  const video = await world.addVideo(200_000)
  const job = await world.newJob(platform, video.id)
  const row = () => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId: job.jobId }, include: { post: true } })
  await world.control('faults', { platform, operation: COMMIT[platform], kind: effect, status: 500 })
  const commit = holds.next(platform, COMMIT[platform], 'arrived')
  await workers.publish(job)
  await commit.reached
  await silence(platform, PROBE[platform])
  commit.release()
  await until(async () => (await row()).phase === 'unconfirmed')
  return {
    job,
    row,
    handle: workers.client.workflow.getHandle(job.jobId),
    posts: async () => (await world.posts(platform)).filter((post) => post.sha256 === video.sha256),
  }
}

describe.each(PLATFORMS)('on %s, an unconfirmed job', (platform) => {
  test('finds its post by itself as soon as the platform can answer', async () => {
    const { job, row, handle, posts } = await unconfirmedJob(platform, 'after-effect')
    expect(await row()).toMatchObject({
      status: 'DELAYED',
      commitVerdict: null,
      waitReason: expect.stringMatching(/./),
    })
    expect(await workers.hands.retry(job.jobId, true)).toMatchObject({ answer: 'unconfirmed' })
    expect(await workers.hands.cancel(job.jobId)).toMatchObject({ answer: 'unconfirmed' })
    await world.control('faults', undefined, 'DELETE')
    await handle.result()
    await keepHistory(handle, `unconfirmed-${platform.toLowerCase()}`)
    expect(await posts()).toHaveLength(1)
    expect(await row()).toMatchObject({ phase: 'published', commitVerdict: 'published', commitNumber: 1 })
  })

  test('that a person finds live is published, and its run ends', async () => {
    const { row, handle, posts } = await unconfirmedJob(platform, 'after-effect')
    const [post] = await posts()
    const platformPostId = post?.postId ?? ''
    const reply = await handle.executeUpdate(resolveOutcomeUpdate, { args: [{ live: true, platformPostId }] })
    expect(reply).toMatchObject({ answer: 'resolved', phase: 'published' })
    await handle.result()
    await keepHistory(handle, 'resolved-live')
    expect(await row()).toMatchObject({ phase: 'published', post: { platformPostId } })
    expect(await posts()).toHaveLength(1)
  })

  test('that a person finds not live fails; its retry publishes once, by a new upload', async () => {
    const { job, row, handle, posts } = await unconfirmedJob(platform, 'before-effect')
    await until(async () => Number((await row()).commitDeadlineAt) < Date.now())
    await until(async () => (await workers.hands.resolve(job.jobId, { live: false }))?.answer === 'resolved')
    await workers.gateway.notify(job.jobId, 'resolveOutcome')
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'resolved-not-published' } })
    await keepHistory(handle, 'resolved-not-live')
    expect(await posts()).toHaveLength(0)

    await world.control('faults', undefined, 'DELETE')
    const retried = await workers.hands.retry(job.jobId, false)
    if (retried?.answer !== 'retried' || !('run' in retried) || !retried.run) throw new Error('not retried')
    await workers.gateway.start(retried.run)
    await workers.client.workflow.getHandle(job.jobId).result()
    await keepHistory(workers.client.workflow.getHandle(job.jobId), 'retried')
    expect(await posts()).toHaveLength(1)
    expect(await row()).toMatchObject({ phase: 'published', generation: 2, commitNumber: 2 })
    expect(await world.prisma.checkpoint.count({ where: { publishJob: { jobId: job.jobId } } })).toBe(2)
  })
})

test('a malformed resolution is refused by the update and changes nothing', async () => {
  const { row, handle } = await unconfirmedJob('TIKTOK', 'after-effect')
  const malformed = { live: true } as unknown as { live: false }
  const asked = handle.executeUpdate(resolveOutcomeUpdate, { args: [malformed] })
  await expect(asked).rejects.toMatchObject({ cause: { type: 'resolution-malformed' } })
  expect(await row()).toMatchObject({ phase: 'unconfirmed' })
  await world.control('faults', undefined, 'DELETE')
  await handle.result()
})
