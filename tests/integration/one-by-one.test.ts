import { randomUUID } from 'node:crypto'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { startWorkers, type RunningWorkers } from '../support/workers'

/** Posts whose answers are lost can be told apart by nothing but their order: their captions are equal. */
const COUNT = 5
const CAPTION = 'The same words each time'

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  silenceTemporal()
  // An open commit keeps its account for as long as the platform's "not published" is not believed, and twice that: longer
  // than a busy machine takes to ask what became of it.
  world = await openPublisherWorld({ RATE_LIMIT_WAIT_MS: '500', COMMIT_SETTLE_MS: '120000' })
  workers = await startWorkers(world)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

const track = (platform: 'INSTAGRAM' | 'TIKTOK') =>
  trackJob(world, workers, platform, { jobId: `publish-${randomUUID()}`, caption: CAPTION })

const postOf = async ({ job }: TrackedJob) =>
  world.prisma.publishedPost.findFirstOrThrow({
    where: { publishJob: { jobId: job.jobId } },
    select: { platformPostId: true, platformPostIdProvisional: true },
  })

test('five posts with equal captions on one account, each publish answer lost: each job gets its own post', async () => {
  await world.control('faults', {
    platform: 'INSTAGRAM',
    operation: 'media.publish',
    kind: 'after-effect',
    times: COUNT,
  })
  const jobs = await Promise.all(Array.from({ length: COUNT }, () => track('INSTAGRAM')))
  await Promise.all(jobs.map((job) => job.start()))
  await Promise.all(jobs.map((job) => job.reached('published')))

  expect(await world.posts('INSTAGRAM')).toHaveLength(COUNT)
  for (const job of jobs) {
    const [mine, ...others] = await job.posts()
    expect(others).toEqual([])
    expect(await postOf(job)).toEqual({ platformPostId: mine?.postId, platformPostIdProvisional: false })
  }
})
