import { DefaultLogger, Runtime } from '@temporalio/worker'
import type { Platform } from '../../src/domain/platform'
import { resolveOutcomeUpdate } from '../../src/workflows/messages'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
    COMMIT_TIMEOUT_MS: '1000',
    CONFIRM_BUDGET_MS: '1000',
    UNCONFIRMED_INTERVAL_MS: '500',
  })
  workers = await startWorkers(world)
})

afterEach(() => world.control('faults', undefined, 'DELETE'))

afterAll(async () => {
  await workers.stop()
  await world.close()
})

type Commit = [platform: Platform, commit: string, probe: string]

/** The commit of each platform and the call that tells what became of it. */
const COMMITS: Commit[] = [
  ['TIKTOK', 'chunk.put', 'status.fetch'],
  ['INSTAGRAM', 'media.publish', 'container.get'],
  ['YOUTUBE', 'session.put', 'session.query'],
]

const silence = (platform: Platform, operation: string) =>
  world.control('faults', { platform, operation, kind: 'before-effect', status: 500 })

/** A job whose commit got no answer, and whose platform tells nothing since then. `effect`: what became of the commit. */
async function unconfirmedJob([platform, commit, probe]: Commit, effect: 'slow' | 'before-effect') {
  const video = await world.addVideo(200_000)
  const job = await world.newJob(platform, video.id)
  const row = () => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId: job.jobId }, include: { post: true } })
  // The answer comes too late to be heard, so that there is time to silence the probe.
  const lost = effect === 'slow' ? { kind: effect, delayMs: 2_000 } : { kind: effect, status: 500 }
  await world.control('faults', { platform, operation: commit, ...lost })
  await workers.publish(job)
  await until(async () => (await row()).commitRequestedAt)
  await silence(platform, probe)
  await until(async () => (await row()).phase === 'unconfirmed')
  return {
    job,
    row,
    handle: workers.client.workflow.getHandle(job.jobId),
    posts: async () => (await world.posts(platform)).filter((post) => post.sha256 === video.sha256),
  }
}

describe.each(COMMITS)('on %s, an unconfirmed job', (...names) => {
  test('finds its post by itself as soon as the platform can answer', async () => {
    const { job, row, handle, posts } = await unconfirmedJob(names, 'slow')
    expect(await row()).toMatchObject({
      status: 'DELAYED',
      commitVerdict: null,
      waitReason: expect.stringMatching(/./),
    })
    expect(await workers.hands.retry(job.jobId, true)).toMatchObject({ answer: 'unconfirmed' })
    expect(await workers.hands.cancel(job.jobId)).toMatchObject({ answer: 'unconfirmed' })
    await world.control('faults', undefined, 'DELETE')
    await handle.result()
    await keepHistory(handle, `unconfirmed-${names[0].toLowerCase()}`)
    expect(await posts()).toHaveLength(1)
    expect(await row()).toMatchObject({ phase: 'published', commitVerdict: 'published', commitNumber: 1 })
  })

  test('that a person finds live is published, and its run ends', async () => {
    const { row, handle, posts } = await unconfirmedJob(names, 'slow')
    const [post] = await posts()
    const platformPostId = post?.postId ?? ''
    const reply = await handle.executeUpdate(resolveOutcomeUpdate, { args: [{ live: true, platformPostId }] })
    expect(reply).toMatchObject({ answer: 'resolved', phase: 'published' })
    await handle.result()
    expect(await row()).toMatchObject({ phase: 'published', post: { platformPostId } })
    expect(await posts()).toHaveLength(1)
  })

  test('that a person finds not live fails; its retry publishes once, by a new upload', async () => {
    const { job, row, handle, posts } = await unconfirmedJob(names, 'before-effect')
    await until(async () => Number((await row()).commitDeadlineAt) < Date.now())
    await until(async () => (await workers.hands.resolve(job.jobId, { live: false }))?.answer === 'resolved')
    await workers.gateway.notify(job.jobId, 'resolveOutcome')
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'resolved-not-published' } })
    expect(await posts()).toHaveLength(0)

    await world.control('faults', undefined, 'DELETE')
    const retried = await workers.hands.retry(job.jobId, false)
    if (retried?.answer !== 'retried' || !('run' in retried) || !retried.run) throw new Error('not retried')
    await workers.gateway.start(retried.run)
    await workers.client.workflow.getHandle(job.jobId).result()
    expect(await posts()).toHaveLength(1)
    expect(await row()).toMatchObject({ phase: 'published', generation: 2, commitNumber: 2 })
    expect(await world.prisma.checkpoint.count({ where: { publishJob: { jobId: job.jobId } } })).toBe(2)
  })
})

test('a malformed resolution is refused by the update and changes nothing', async () => {
  const { row, handle } = await unconfirmedJob(['TIKTOK', 'chunk.put', 'status.fetch'], 'slow')
  const malformed = { live: true } as unknown as { live: false }
  const asked = handle.executeUpdate(resolveOutcomeUpdate, { args: [malformed] })
  await expect(asked).rejects.toMatchObject({ cause: { type: 'resolution-malformed' } })
  expect(await row()).toMatchObject({ phase: 'unconfirmed' })
  await world.control('faults', undefined, 'DELETE')
  await handle.result()
})
