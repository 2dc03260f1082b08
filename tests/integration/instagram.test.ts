import { randomBytes } from 'node:crypto'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const SIZE_BYTES = 200_000

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld()
  workers = await startWorkers(world)
})

afterEach(async () => {
  await world.control('faults', undefined, 'DELETE')
  await world.prisma.platformCooldown.deleteMany()
  await loggedInBy('instagram')
})

afterAll(async () => {
  await workers.stop()
  await world.close()
})

const profile = async (change: object) => {
  const { platformUserId } = await world.prisma.platformConnection.findFirstOrThrow({
    where: { userId: world.userId, platform: 'INSTAGRAM' },
  })
  await world.control(`accounts/INSTAGRAM/${platformUserId}`, change, 'PATCH')
}

async function loggedInBy(login: 'instagram' | 'facebook') {
  await profile({ login, publishMode: 'normal', processingSeconds: 1 })
  await world.prisma.platformConnection.updateMany({
    where: { userId: world.userId, platform: 'INSTAGRAM' },
    data: { login: login === 'facebook' ? login : null },
  })
}

async function addJob() {
  const video = await world.addVideo(SIZE_BYTES)
  const job = await world.newJob('INSTAGRAM', video.id)
  const before = (await world.requests('INSTAGRAM', 'media.publish')).length
  return {
    video,
    start: () => workers.publish(job),
    ended: () => workers.client.workflow.getHandle(job.jobId).result(),
    commits: async () => (await world.requests('INSTAGRAM', 'media.publish')).length - before,
    posts: async () => (await world.posts('INSTAGRAM')).filter((post) => post.sha256 === video.sha256),
    row: () => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId: job.jobId }, include: { post: true } }),
  }
}

test('an account of Facebook Login publishes by an upload that breaks off once, and the post exists once', async () => {
  await loggedInBy('facebook')
  const fault = { platform: 'INSTAGRAM', operation: 'rupload.post', kind: 'drop-connection', times: 1 }
  await world.control('faults', fault)
  const { start, ended, posts, row } = await addJob()
  await start()
  await ended()
  const [post] = await posts()
  expect(await row()).toMatchObject({ phase: 'published', post: { platformPostId: post?.postId } })
  expect(await posts()).toHaveLength(1)
})

test('a video that is replaced after Instagram has fetched it fails the job before media_publish', async () => {
  await profile({ processingSeconds: 0 })
  const earlier = (await world.requests('INSTAGRAM', 'container.get')).length
  const slow = { platform: 'INSTAGRAM', operation: 'container.get', kind: 'slow', delayMs: 1_500 }
  await world.control('faults', slow)
  const { video, start, ended, commits, posts, row } = await addJob()
  await start()
  // The answer that is on its way says FINISHED.
  await until(async () => (await world.requests('INSTAGRAM', 'container.get')).length >= earlier + 1)
  await replace(video.key)
  await expect(ended()).rejects.toMatchObject({ cause: { type: 'source-changed' } })
  expect(await row()).toMatchObject({ status: 'FAILED', errorCode: 'source-changed', errorCategory: 'media' })
  expect(await commits()).toBe(0)
  expect(await posts()).toEqual([])
})

test('a commit that Instagram blocks as spam is sent once, and the block is what the job ends with', async () => {
  await profile({ publishMode: 'spam' })
  const { start, ended, commits, posts, row } = await addJob()
  await start()
  await expect(ended()).rejects.toMatchObject({ cause: { type: 'spam-suspected' } })
  expect(await row()).toMatchObject({ status: 'FAILED', errorCode: 'spam-suspected', errorCategory: 'policy' })
  expect(await commits()).toBe(1)
  expect(await posts()).toEqual([])
})

test('a rate limit at the commit is waited out before it is sent again', async () => {
  const body = { error: { message: 'words', code: 80002 } }
  const limit = { kind: 'before-effect', status: 400, body, retryAfterSeconds: 3, times: 1 }
  await world.control('faults', { platform: 'INSTAGRAM', operation: 'media.publish', ...limit })
  const { start, ended, commits, posts } = await addJob()
  await start()
  await until(async () => (await commits()) === 1)
  const refusedAtMs = performance.now()
  await until(async () => (await commits()) === 2)
  expect(performance.now() - refusedAtMs).toBeGreaterThan(2_500)
  await ended()
  expect(await commits()).toBe(2)
  expect(await posts()).toHaveLength(1)
})

async function replace(key: string): Promise<void> {
  const { config } = world
  const client = new S3Client({
    endpoint: config.R2_ENDPOINT,
    region: config.R2_REGION,
    credentials: { accessKeyId: config.R2_ACCESS_KEY_ID, secretAccessKey: config.R2_SECRET_ACCESS_KEY },
    forcePathStyle: true,
  })
  await client.send(new PutObjectCommand({ Bucket: config.R2_BUCKET, Key: key, Body: randomBytes(SIZE_BYTES) }))
  client.destroy()
}
