import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { createErasures } from '../../src/database/erasures'
import { EVERYTHING } from '../../src/domain/reach'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import type { NewJob } from '../../src/domain/ports/jobs'
import { createClient } from '../../src/temporal/connection'
import { createErasureRuns } from '../../src/temporal/erasure-gateway'
import { createGateway } from '../../src/temporal/gateway'
import { eraseUserId } from '../../src/workflows/contract'
import { openBucketView, type BucketView } from '../support/bucket-view'
import { openGate, type Gate } from '../support/gate'
import { copyToken } from '../support/held-token'
import { createHolds } from '../support/holds'
import { CHUNKED_BYTES, UPLOAD } from '../support/moments'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { systemClock } from '../support/workers'

const holds = createHolds()
const R2_ENDPOINT = process.env.R2_ENDPOINT ?? ''
let world: PublisherWorld
let storage: Gate
let bucket: BucketView
let client: Client
let worker: WorkerProcess

beforeAll(async () => {
  storage = await openGate(new URL(R2_ENDPOINT).host)
  const quotas = { YOUTUBE_QUOTA_MODEL: 'upload-bucket' }
  world = await openPublisherWorld({ ...quotas, R2_ENDPOINT: `http://${storage.address}` }, holds.onCall)
  bucket = openBucketView({ ...world.config, R2_ENDPOINT })
  client = createClient(world.config)
  worker = spawnWorker(world)
})
afterEach(() => holds.clear())
afterAll(async () => {
  await worker.stop()
  bucket.close()
  await client.connection.close()
  await world.close()
  await storage.close()
})

interface Scene {
  userId: string
  account: OwnAccount
}

/** What a job is started with, where the workers are processes. */
const starter = {
  get client() {
    return client
  },
  async publish(job: NewJob) {
    await createJobHands(world.prisma, systemClock).accept({ principal: 'tests', idempotency: null, jobs: [job] })
    await createGateway(client).start({ ...job, generation: 1 })
  },
}

async function erase(userId: string): Promise<void> {
  expect(await createErasures(world.prisma, systemClock).request(userId, EVERYTHING)).toEqual({ outcome: 'erasing' })
  await createErasureRuns(client).start(userId)
}

const stepAt = (userId: string, name: string) =>
  until(async () => {
    const { raw } = await client.workflow.getHandle(eraseUserId(userId)).describe()
    return raw.pendingActivities?.some((step) => step.activityType?.name === name)
  })

/** Each erases the user, and leaves the run standing still at a step of its own. */
const STEPS: [string, (scene: Scene) => Promise<void>][] = [
  [
    'while a job is still at work',
    async ({ userId, account }) => {
      const job = await trackJob(world, starter, 'YOUTUBE', { ...account.target, sizeBytes: CHUNKED_BYTES })
      const upload = holds.next('YOUTUBE', UPLOAD.YOUTUBE, 'arrived')
      await job.start()
      await upload.reached
      await erase(userId)
      await stepAt(userId, 'stopJobs')
    },
  ],
  [
    'once the platform has ended the grant, and its answer is still to come',
    async ({ userId }) => {
      const revoke = holds.next('YOUTUBE', 'oauth.revoke', 'done')
      await erase(userId)
      await revoke.reached
    },
  ],
  [
    'while the objects are deleted',
    async ({ userId }) => {
      storage.delayMs = 4_000
      await erase(userId)
      await stepAt(userId, 'eraseObjects')
    },
  ],
]

test.each(STEPS)('an erasure whose worker is killed %s is finished by the next one', async (_name, bring) => {
  const { id: userId } = await world.prisma.user.create({ data: { email: `${randomUUID()}@example.com` } })
  const account = await openOwnAccount(world, 'YOUTUBE', { clock: systemClock, userId })
  const token = await copyToken(world, account)
  await world.addVideo(1_000, userId)
  await bucket.beginUpload(`videos/${userId}/half.mp4`)

  await bring({ userId, account })
  await worker.kill()
  storage.delayMs = 0
  holds.clear()
  worker = spawnWorker(world)
  await client.workflow.getHandle(eraseUserId(userId)).result()

  expect(await world.prisma.user.findUnique({ where: { id: userId } })).toBeNull()
  expect(await bucket.below(`videos/${userId}/`)).toEqual({ objects: [], uploads: [] })
  expect(await token.use()).toBe(401)
  expect((await world.posts('YOUTUBE')).filter((post) => post.accountId === account.target.platformUserId)).toEqual([])
})
