import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import type { Platform } from '../../src/domain/platform'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import type { S3Fault } from '../../sandbox/s3/faults'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const REQUEST_TIMEOUT_MS = 2_000
/** Two chunks on TikTok and three on YouTube, of which the last is the commit; and one more on each. */
const SEVERAL_CHUNKS_BYTES = 21 * 1024 * 1024
const LARGE_BYTES = 32 * 1024 * 1024
const SMALL_BYTES = 200_000

/** Where each platform gets its bytes, and what opens an upload. */
const OPERATIONS = {
  TIKTOK: { open: 'video.init', send: 'chunk.put' },
  YOUTUBE: { open: 'session.start', send: 'session.put' },
  INSTAGRAM: { open: 'media.create', send: 'media.publish' },
} as const

let dataDir: string
let s3: RunningS3
let world: PublisherWorld
let workers: RunningWorkers

const access = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const serve = (port = 0) => startS3({ dataDir, port, ...access, buckets: ['videos'] })

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  s3 = await serve()
  world = await openPublisherWorld({
    R2_ENDPOINT: s3.url,
    R2_BUCKET: 'videos',
    R2_ACCESS_KEY_ID: access.accessKeyId,
    R2_SECRET_ACCESS_KEY: access.secretAccessKey,
    REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
  })
  workers = await startWorkers(world)
  await world.control('accounts/TIKTOK/tiktok_user_123', { dailyPostCap: 1_000 }, 'PATCH')
})
// TikTok takes six inits of an account a minute.
beforeEach(() => world.control('clock', { advanceSeconds: 60 }))
afterEach(() => s3.faults.clear())
afterAll(async () => {
  await workers.stop()
  await world.close()
  await s3.stop()
  await rm(dataDir, { recursive: true, maxRetries: 3 })
})

async function addJob(platform: Platform, sizeBytes: number) {
  const video = await world.addVideo(sizeBytes)
  const job = await world.newJob(platform, video.id)
  const existing = (await world.posts(platform)).length
  const calls = { open: await callsOf(platform, 'open'), send: await callsOf(platform, 'send') }
  return {
    start: () => workers.publish(job),
    ended: () => workers.client.workflow.getHandle(job.jobId).result(),
    /** Of the step under way. */
    attempt: async () => {
      const { raw } = await workers.client.workflow.getHandle(job.jobId).describe()
      return raw.pendingActivities?.[0]?.attempt ?? 0
    },
    /** What has come into being since. */
    posts: async () => (await world.posts(platform)).slice(existing),
    calls: async (kind: 'open' | 'send') => (await callsOf(platform, kind)).slice(calls[kind].length),
    row: () => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId: job.jobId } }),
    processIn: (processingSeconds: number) =>
      world.control(`accounts/${platform}/${job.platformUserId}`, { processingSeconds }, 'PATCH'),
    expected: { sha256: video.sha256, bytes: sizeBytes },
  }
}

const callsOf = (platform: Platform, kind: 'open' | 'send') => world.requests(platform, OPERATIONS[platform][kind])

const CHUNKED = ['TIKTOK', 'YOUTUBE'] as const
const ALL = [...CHUNKED, 'INSTAGRAM'] as const
const SIZES = [
  ['in mid-upload', SEVERAL_CHUNKS_BYTES],
  ['at the commit', SMALL_BYTES],
] as const

const BEFORE_A_BYTE: S3Fault[] = [
  { kind: 'error', code: 'ServiceUnavailable' },
  { kind: 'drop-connection' },
  { kind: 'ignore-range' },
  { kind: 'short-range' },
]
const IN_THE_MIDDLE: S3Fault[] = [{ kind: 'truncate' }, { kind: 'slow', delayMs: 2 * REQUEST_TIMEOUT_MS }]

const cases = <P extends Platform>(platforms: readonly P[], faults: S3Fault[]) =>
  platforms.flatMap((platform) =>
    faults.flatMap((fault) =>
      SIZES.map(([when, sizeBytes]) => [fault.kind, when, platform, sizeBytes, fault] as const),
    ),
  )

test.each(cases(CHUNKED, BEFORE_A_BYTE))(
  'a ranged read with %s %s stops before a byte is sent to %s, and is repeated',
  async (_kind, _when, platform, sizeBytes, fault) => {
    const { start, ended, posts, calls, expected } = await addJob(platform, sizeBytes)
    s3.faults.plan({ ...fault, method: 'GET', times: 2 })
    await start()
    await ended()
    expect(await posts()).toMatchObject([expected])
    // Not one of the requests that carry bytes was cut short.
    expect((await calls('send')).filter(({ status }) => status === null || status >= 400)).toEqual([])
  },
)

test.each(cases(CHUNKED, IN_THE_MIDDLE))(
  'a body with %s %s cuts the request to %s short, and the upload goes on from where the platform is',
  async (_kind, _when, platform, sizeBytes, fault) => {
    const { start, ended, posts, calls, expected } = await addJob(platform, sizeBytes)
    s3.faults.plan({ ...fault, method: 'GET', times: 1 })
    await start()
    await ended()
    expect(await posts()).toMatchObject([expected])
    expect(await calls('open')).toHaveLength(1)
    expect((await calls('send')).filter(({ status }) => status === null)).toHaveLength(1)
  },
)

test.each([
  { kind: 'error', code: 'InternalError' },
  { kind: 'drop-connection' },
  ...IN_THE_MIDDLE,
] satisfies S3Fault[])('a fetch of Instagram’s own that meets %j ends in the object’s bytes', async (fault) => {
  const { start, ended, posts, expected } = await addJob('INSTAGRAM', SMALL_BYTES)
  s3.faults.plan({ ...fault, method: 'GET', times: 1 })
  await start()
  await ended()
  expect(await posts()).toMatchObject([expected])
})

describe('an object that is replaced', () => {
  async function failsAsChanged({ start, ended, posts, row }: Awaited<ReturnType<typeof addJob>>) {
    await start()
    await expect(ended()).rejects.toMatchObject({ cause: { type: 'source-changed' } })
    expect(await posts()).toEqual([])
    const failed = await row()
    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'source-changed', errorCategory: 'media' })
    return failed
  }

  test.each(CHUNKED)('between two ranged reads fails the job on %s before its commit', async (platform) => {
    const job = await addJob(platform, LARGE_BYTES)
    s3.faults.plan({ kind: 'replace', method: 'GET', skip: 1, times: 1 })
    expect(await failsAsChanged(job)).toMatchObject({ commitRequestedAt: null })
    expect((await job.calls('send')).filter(({ status }) => status === null)).toEqual([])
  })

  test.each(CHUNKED)(
    'right before the read of the commit to %s fails the job without a byte sent',
    async (platform) => {
      const job = await addJob(platform, SMALL_BYTES)
      s3.faults.plan({ kind: 'replace', method: 'GET', times: 1 })
      await failsAsChanged(job)
      expect(await job.calls('send')).toEqual([])
    },
  )

  test.each([
    ['right before Instagram fetches it', { method: 'GET' }],
    ['while Instagram processes what it has fetched', { method: 'HEAD', skip: 2 }],
  ] as const)('%s fails the job before media_publish', async (_when, call) => {
    const job = await addJob('INSTAGRAM', SMALL_BYTES)
    await job.processIn(1)
    s3.faults.plan({ kind: 'replace', times: 1, ...call })
    expect(await failsAsChanged(job)).toMatchObject({ commitRequestedAt: null })
    expect(await job.calls('send')).toEqual([])
  })
})

describe('R2 out of reach', () => {
  async function outage(work: () => Promise<unknown>): Promise<void> {
    const port = Number(new URL(s3.url).port)
    await s3.stop()
    try {
      await work()
    } finally {
      s3 = await serve(port)
    }
  }

  const failedSteps = async ({ row }: Awaited<ReturnType<typeof addJob>>) => {
    const { id } = await row()
    return world.prisma.publishAttempt.count({ where: { publishJobId: id, outcome: 'failed' } })
  }

  test.each(ALL)('only delays a publish to %s that begins', async (platform) => {
    const job = await addJob(platform, SMALL_BYTES)
    await outage(async () => {
      await job.start()
      await until(async () => (await job.attempt()) >= 3)
      expect(await job.row()).toMatchObject({ status: 'ACTIVE', errorCode: null })
    })
    await job.ended()
    expect(await job.posts()).toMatchObject([job.expected])
  })

  test.each(CHUNKED)('only delays an upload to %s that is under way', async (platform) => {
    const job = await addJob(platform, LARGE_BYTES)
    // The second read hangs until the store is gone.
    s3.faults.plan({ kind: 'slow', method: 'GET', skip: 1, times: 1, delayMs: 60_000 })
    await job.start()
    await until(async () => (await job.calls('send')).length === 1)
    await outage(() => until(() => failedSteps(job)))
    await job.ended()
    expect(await job.posts()).toMatchObject([job.expected])
    expect(await job.calls('open')).toHaveLength(1)
  })
})
