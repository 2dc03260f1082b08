import { Runtime, DefaultLogger } from '@temporalio/worker'
import { SEED_ACCOUNTS } from '../../prisma/seed-accounts'
import { PLATFORMS } from '../../src/domain/platform'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { keepHistory } from '../support/histories'
import { startWorkers, type RunningWorkers } from '../support/workers'

const MIB = 1024 * 1024

Runtime.install({ logger: new DefaultLogger('ERROR') })

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld()
  // Here, as in life, platforms take their time with what they have got.
  for (const { platform, platformUserId } of SEED_ACCOUNTS)
    await world.control(`accounts/${platform}/${platformUserId}`, { processingSeconds: 1 }, 'PATCH')
  workers = await startWorkers(world)
})

afterAll(async () => {
  await workers.stop()
  await world.close()
})

const rowOf = (jobId: string) =>
  world.prisma.publishJob.findUniqueOrThrow({ where: { jobId }, include: { post: true, attempts: true } })

describe.each(PLATFORMS)('a publish to %s', (platform) => {
  test.each([
    ['a small file', 300_000],
    ['a file of several chunks', 70 * MIB],
  ])('puts %s on the platform exactly once, byte for byte', async (_name, sizeBytes) => {
    const video = await world.addVideo(sizeBytes)
    const job = await world.newJob(platform, video.id)
    await workers.publish(job)
    await workers.client.workflow.getHandle(job.jobId).result()

    const posts = (await world.posts(platform)).filter((post) => post.sha256 === video.sha256)
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({ bytes: sizeBytes })
    const row = await rowOf(job.jobId)
    expect(row).toMatchObject({ status: 'COMPLETED', phase: 'published', commitVerdict: 'published', errorCode: null })
    expect(row.post).toMatchObject({ platformPostId: posts[0]?.postId, platformPostIdProvisional: false })
    expect(row.post?.url).toMatch(/^https:/)
  })

  test('costs at most 32 history events', async () => {
    const video = await world.addVideo(300_000)
    const job = await world.newJob(platform, video.id)
    await workers.publish(job)
    const handle = workers.client.workflow.getHandle(job.jobId)
    await handle.result()
    await keepHistory(handle, platform.toLowerCase())
    const { events } = await handle.fetchHistory()
    expect(events?.length).toBeLessThanOrEqual(32)
  })
})
