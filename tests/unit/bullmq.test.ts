import { Job, type JobJson, type JobState, type JobsOptions } from 'bullmq'
import fc from 'fast-check'
import type { BULLMQ_EMPTY_STATES } from '../../src/domain/bullmq'
import { type BullMqState, type PublishedAsBullMq, toBullMqJob } from '../../src/domain/bullmq'
import { PLATFORMS } from '../../src/domain/platform'
import { jobIdFor, randomJobId } from '../../src/security/job-id'

type Queue = Parameters<typeof Job.fromJSON>[0]

/** What the real jobs are created and read in, without the Redis behind it: what would be stored there is kept. */
function queueWithoutRedis() {
  const stored: JobJson[] = []
  const backend = {
    addJob(job: JobJson, id: string) {
      stored.push(job)
      return Promise.resolve(id)
    },
  }
  const queue = {
    name: 'publish',
    qualifiedName: 'bull:publish',
    toKey: (key: string) => `bull:publish:${key}`,
    backend,
  }
  return { queue: queue as unknown as Queue, stored }
}

/** As `queue.add(name, data, options)` of the real package does. */
const add = (queue: Queue, opts: JobsOptions) => Job.create(queue, 'publish', {}, opts)

const origin = fc.record({
  principal: fc.string(),
  key: fc.string(),
  platform: fc.constantFrom(...PLATFORMS),
  position: fc.nat(100),
})

test('BullMQ itself takes every job id, derived or random, as a custom one', async () => {
  const { queue, stored } = queueWithoutRedis()
  const jobId = fc.oneof(origin.map(jobIdFor), fc.constant(null).map(randomJobId))
  await fc.assert(
    fc.asyncProperty(jobId, async (id) => {
      expect((await add(queue, { jobId: id })).id).toBe(id)
      expect(stored.at(-1)?.id).toBe(id)
    }),
    { numRuns: 1_000 },
  )
})

test.each(['4711', 'publish:tiktok'])('which it does not of %s', async (jobId) => {
  const { queue, stored } = queueWithoutRedis()
  await expect(add(queue, { jobId })).rejects.toThrow('Custom Id cannot')
  expect(stored).toEqual([])
})

const CREATED_MS = Date.parse('2027-01-15T12:00:00Z')
const after = (ms: number) => new Date(CREATED_MS + ms)

const ACCEPTED: PublishedAsBullMq = {
  jobId: 'publish-4MpcQvW1',
  userId: 'user-1',
  videoId: 'video-1',
  platform: 'TIKTOK',
  connectionId: 'connection-1',
  caption: 'Bedtime in five minutes',
  hashtags: ['parenting'],
  options: { privacyLevel: 'SELF_ONLY' },
  status: 'PENDING',
  phase: 'accepted',
  attemptNumber: 0,
  bytesSent: 0n,
  errorCode: null,
  errorMessage: null,
  waitUntil: null,
  scheduledFor: null,
  createdAt: after(0),
  startedAt: null,
  completedAt: null,
  failedAt: null,
  post: null,
}
const UPLOADING = {
  ...ACCEPTED,
  status: 'ACTIVE',
  phase: 'uploading',
  attemptNumber: 1,
  startedAt: after(500),
} as const
const PUBLISHED = { ...UPLOADING, status: 'COMPLETED', phase: 'published', completedAt: after(9_000) } as const
const FAILED = { ...UPLOADING, status: 'FAILED', phase: 'failed', failedAt: after(7_000) } as const
const post = { platformPostId: '7512', platformPostIdProvisional: false, url: 'https://tiktok.example/7512' }

const CASES: [string, PublishedAsBullMq, Partial<ReturnType<typeof toBullMqJob>>][] = [
  ['waits', ACCEPTED, { state: 'waiting', name: 'publish-tiktok', progress: 0, delay: 0, timestamp: CREATED_MS }],
  [
    'is delayed until its instant',
    { ...ACCEPTED, status: 'DELAYED', phase: 'scheduled', scheduledFor: after(60_000), waitUntil: after(60_000) },
    { state: 'delayed', delay: 60_000, opts: { attempts: 1, jobId: ACCEPTED.jobId, delay: 60_000 } },
  ],
  [
    'is delayed after a first attempt',
    { ...UPLOADING, status: 'DELAYED', phase: 'cooling-down', waitUntil: after(30_000), errorMessage: 'Too many' },
    { state: 'delayed', delay: 30_000, attemptsStarted: 1, attemptsMade: 1 },
  ],
  [
    'is active',
    { ...UPLOADING, bytesSent: 667n },
    { state: 'active', progress: 66, processedOn: CREATED_MS + 500, attemptsStarted: 1, attemptsMade: 0 },
  ],
  [
    'is published',
    { ...PUBLISHED, post },
    {
      ...{ state: 'completed', progress: 100, attemptsMade: 1, finishedOn: CREATED_MS + 9_000 },
      returnvalue: { platformPostId: '7512', url: 'https://tiktok.example/7512' },
    },
  ],
  [
    'is published under an id that is not public yet',
    { ...PUBLISHED, post: { ...post, platformPostIdProvisional: true } },
    { returnvalue: { platformPostId: null, url: 'https://tiktok.example/7512' } },
  ],
  ['was handed over', { ...PUBLISHED, phase: 'handed-over' }, { state: 'completed', returnvalue: null }],
  [
    'has failed',
    { ...FAILED, errorCode: 'video-too-long', errorMessage: 'The video is too long' },
    { state: 'failed', failedReason: 'The video is too long', finishedOn: CREATED_MS + 7_000, attemptsMade: 1 },
  ],
  [
    'was cancelled before it began',
    { ...ACCEPTED, status: 'FAILED', phase: 'cancelled', failedAt: after(1_000) },
    { state: 'failed', failedReason: 'cancelled', attemptsMade: 0 },
  ],
]

test.each(CASES)('a job that %s is told in the words of BullMQ', (_what, row, told) => {
  expect(toBullMqJob(row, 1_000)).toMatchObject(told)
})

test.each(CASES)('a job that %s is to BullMQ a job of its own, and is written by it just so', (_what, row) => {
  const { state: _besides, ...view } = toBullMqJob(row, 1_000)
  const { data, returnvalue, stacktrace, ...rest } = view
  const texts = {
    data: JSON.stringify(data),
    returnvalue: JSON.stringify(returnvalue),
    stacktrace: JSON.stringify(stacktrace),
  }
  // Its type demands a reason also of a job that has none.
  const job = Job.fromJSON(queueWithoutRedis().queue, { failedReason: '', ...rest, ...texts })
  expect(JSON.parse(JSON.stringify(job))).toEqual({ ...view, queueQualifiedName: 'bull:publish' })
})

test('every state that is told is one of BullMQ', () => {
  const state = (name: BullMqState | (typeof BULLMQ_EMPTY_STATES)[number]): JobState => name
  expect(CASES.map(([, row]) => state(toBullMqJob(row, 1_000).state))).toContain('active')
})
