import type { WorkflowHandle } from '@temporalio/client'
import { PHASE_STATUS, type JobPhase } from '../../src/domain/job'
import { pacificDay } from '../../src/domain/quota'
import { connectionOwnerId, PUBLISH_QUEUE } from '../../src/workflows/contract'
import { createHolds } from '../support/holds'
import { COMMIT, PROBE, UPLOADING } from '../support/moments'
import { openOwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { attributesOf, filledIn, findRuns, handbookQueries } from '../support/visibility'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()

const HOUR_MS = 3_600_000

const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  const waits = { CONFIRM_BUDGET_MS: '500', UNCONFIRMED_INTERVAL_MS: String(HOUR_MS) }
  world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket', ...waits }, holds.onCall)
  workers = await startWorkers(world)
})
afterAll(async () => {
  holds.clear()
  await workers.stop()
  await world.close()
})

const inFuture = (ms: number) => new Date(Date.now() + ms)

async function begun(change: Parameters<typeof trackJob>[3] = {}, platform: TrackedJob['platform'] = 'TIKTOK') {
  const job = await trackJob(world, workers, platform, change)
  await job.start()
  return job
}

/** Waits until the run shows the phase; then all seven attributes are as the row has them. */
async function expectShown(job: TrackedJob, phase: JobPhase, publishAt?: Date): Promise<void> {
  const shown = await until(async () => {
    const attributes = await attributesOf(job)
    return attributes.phase === phase && attributes
  })
  const { jobId, userId, videoId } = job.job
  expect(shown).toEqual({
    ...{ jobId, userId, videoId, platform: job.platform, phase, status: PHASE_STATUS[phase] },
    ...(publishAt && { publishAt }),
  })
}

const detailsOf = async ({ handle }: TrackedJob) =>
  (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails

async function waitingForReconnect() {
  const account = await openOwnAccount(world, 'TIKTOK', { clock: systemClock })
  await account.change({ revoked: true })
  return begun(account.target)
}

async function waitingForQuota() {
  const date = pacificDay(Date.now())
  const full = { model: 'upload-bucket', uploadCost: 1, used: 100, limit: 100 }
  await world.prisma.youTubeQuota.upsert({ where: { date }, create: { date, ...full }, update: full })
  return begun({}, 'YOUTUBE')
}

async function unconfirmed() {
  const [platform, kind] = ['INSTAGRAM', 'after-effect'] as const
  await world.control('faults', { platform, operation: COMMIT[platform], kind, status: 500 })
  const commit = holds.next(platform, COMMIT[platform], 'arrived')
  const job = await begun({}, platform)
  await commit.reached
  await world.control('faults', { platform, operation: PROBE[platform], kind: 'before-effect', status: 500 })
  commit.release()
  return job
}

/** A job in each of the states that the handbook has queries for, shown by its run. */
async function jobsOfEveryKind() {
  const [halfAnHour, threeHours] = [inFuture(HOUR_MS / 2), inFuture(3 * HOUR_MS)]
  const uploading = await UPLOADING.bring({ world, workers, holds }, 'YOUTUBE')
  const published = await begun()
  const failed = await begun({ publishBefore: new Date(0) })
  const jobs = {
    ...{ uploading, published, failed },
    soon: await begun({ scheduledFor: halfAnHour }),
    later: await begun({ scheduledFor: threeHours }),
    cancelled: await begun({ scheduledFor: threeHours }),
    reconnect: await waitingForReconnect(),
    unconfirmed: await unconfirmed(),
    quota: await waitingForQuota(),
  }
  await jobs.cancelled.handle.executeUpdate('cancel')
  await Promise.all([
    expectShown(uploading, 'uploading'),
    expectShown(published, 'published'),
    expectShown(failed, 'failed'),
    expectShown(jobs.soon, 'scheduled', halfAnHour),
    expectShown(jobs.later, 'scheduled', threeHours),
    expectShown(jobs.cancelled, 'cancelled', threeHours),
    expectShown(jobs.reconnect, 'waiting-for-reconnect'),
    expectShown(jobs.unconfirmed, 'unconfirmed'),
    expectShown(jobs.quota, 'waiting-for-quota'),
  ])
  return jobs
}

test('every query of the handbook finds its runs and no others; each run tells what may be done', async () => {
  const jobs = await jobsOfEveryKind()
  type Name = keyof typeof jobs
  const waiting: Name[] = ['soon', 'later', 'reconnect', 'unconfirmed', 'quota']
  const finds: Record<string, Name[]> = {
    'the run of a job': ['uploading'],
    unconfirmed: ['unconfirmed'],
    'waiting for a user to reconnect': ['reconnect'],
    "waiting for YouTube's quota": ['quota'],
    paused: [],
    'everything that waits': waiting,
    'at work right now': ['uploading'],
    'uploading to one platform': ['uploading'],
    'scheduled for the next hour': ['soon'],
    "a user's jobs": (Object.keys(jobs) as Name[]).filter((name) => name !== 'reconnect'),
    'all publishes of a video': ['uploading'],
    'failed today': ['failed'],
    cancelled: ['cancelled'],
    'running longer than a day': ['uploading', 'reconnect', 'unconfirmed', 'quota'],
    'workflow tasks failing': [],
    'erasures of users under way': [],
    'webhooks that wait for their receiver': [],
  }
  const queries = handbookQueries()
  expect([...queries.keys()].sort()).toEqual(Object.keys(finds).sort())

  const users = `PublishUserId IN ('${world.userId}', '${jobs.reconnect.job.userId}')`
  const values = {
    'job id': jobs.uploading.job.jobId,
    'user id': world.userId,
    'video id': jobs.uploading.job.videoId,
    midnight: new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000).toISOString(),
    'in an hour': inFuture(HOUR_MS).toISOString(),
    // No run is a day old here: the instant is moved instead.
    'a day ago': inFuture(HOUR_MS).toISOString(),
  }
  const found: Record<string, string[]> = {}
  const wanted = Object.fromEntries(
    Object.entries(finds).map(([about, names]) => [about, names.map((name) => jobs[name].job.jobId).sort()]),
  )
  // The list is a search index, and a moment late.
  await until(async () => {
    for (const [about, query] of queries)
      found[about] = await findRuns(workers.client, `(${filledIn(query, values)}) AND ${users}`)
    return JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(wanted).sort())
  }, 15_000).catch(() => {})
  expect(found).toEqual(wanted)

  expect(await detailsOf(jobs.unconfirmed)).toMatch(/\*\*why:\*\* .+ \([a-z-]+\)\n- \*\*until:\*\* \S+Z/)
  expect(await detailsOf(jobs.unconfirmed)).toMatch(/`resolveOutcome`.*"live": true.*"live": false/)
  expect(await detailsOf(jobs.quota)).toMatch(/youtube-quota-exhausted[^]*place 1/)
  expect(await detailsOf(jobs.reconnect)).toMatch(/\*\*why:\*\* .*reconnect/i)
  expect(await detailsOf(jobs.uploading)).toMatch(/generation 1, attempt 1/)
  await world.control('faults', undefined, 'DELETE')
  await jobs.uploading.release()
})

test('the instant follows a move, an edit and publish-now, and a retry is shown as what it is', async () => {
  const [first, moved, edited] = [inFuture(HOUR_MS), inFuture(2 * HOUR_MS), inFuture(3 * HOUR_MS)]
  const { handle, ...job } = await begun({ scheduledFor: first })
  const tracked = { handle, ...job }
  await expectShown(tracked, 'scheduled', first)
  const publishAt = async (at: Date) =>
    until(async () => ((await attributesOf(tracked)).publishAt as Date).getTime() === at.getTime())

  await handle.executeUpdate('reschedule', { args: [{ scheduledFor: moved.toISOString() }] })
  await publishAt(moved)
  await workers.hands.edit(job.job.jobId, { scheduledFor: edited })
  await workers.gateway.notify(job.job.jobId, 'edit')
  await publishAt(edited)

  await world.control('faults', { platform: 'TIKTOK', operation: 'video.init', kind: 'before-effect', status: 400 })
  await handle.executeUpdate('publishNow')
  await job.ended()
  await expectShown(tracked, 'failed')

  await world.control('faults', undefined, 'DELETE')
  const retried = await workers.hands.retry(job.job.jobId, false)
  if (!retried || !('run' in retried) || !retried.run) throw new Error(`not retried: ${retried?.answer}`)
  await handle.result().catch(() => {})
  await workers.gateway.start(retried.run)
  await job.ended()
  await expectShown(tracked, 'published')
  expect(await detailsOf(tracked)).toContain('generation 2')
})

const NOTHING = /takes no input: leave it empty/
const WRONG_INPUTS: [string, unknown[], RegExp][] = [
  ['cancel', ['why not'], NOTHING],
  ['cancel', [{ reason: 'a mistake' }], NOTHING],
  ['publishNow', [true], NOTHING],
  ['edit', [{ caption: 'Another one' }], NOTHING],
  ['reschedule', [], /takes one JSON object, not 0/],
  ['reschedule', [null], /takes one JSON object, not null/],
  ['reschedule', ['2026-12-24T18:00:00Z'], /takes one JSON object, not a string/],
  ['reschedule', [{ scheduledFor: '2026-12-24T18:00:00Z' }, {}], /takes one JSON object, not 2/],
  ['reschedule', [{ scheduledfor: '2026-12-24T18:00:00Z' }], /does not know "scheduledfor"/],
  ['reschedule', [{ scheduledFor: '2026-12-24T18:00:00' }], /no instant.*offset/],
  ['reschedule', [{ scheduledFor: 1_800_000_000_000 }], /no instant/],
  ['resolveOutcome', [], /takes one JSON object, not 0/],
  ['resolveOutcome', [false], /takes one JSON object, not a boolean/],
  ['resolveOutcome', [[{ live: false }]], /takes one JSON object, not a list/],
  ['resolveOutcome', [{ live: true }], /A resolution is/],
  ['resolveOutcome', [{ live: true, platformPostId: 7512 }], /A resolution is/],
  ['resolveOutcome', [{ live: false, platformPostId: '7512' }], /A resolution is/],
  ['resolveOutcome', [{ live: 'no' }], /A resolution is/],
  ['resolveOutcome', [{ live: true, platformPostId: null, url: 'http://x' }], /A resolution is/],
  ['resolveOutcome', [{ live: false, published: true }], /does not know "published"/],
]

/** By name and with whatever arguments, as the Web UI sends updates. */
const update = (handle: WorkflowHandle, name: string, [first, ...more]: unknown[]): Promise<unknown> =>
  first === undefined ? handle.executeUpdate(name) : handle.executeUpdate(name, { args: [first, ...more] })

/** The sentence that an update is refused with. */
const refusalOf = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'it was taken',
    (error: Error) => (error.cause as Error | undefined)?.message ?? error.message,
  )

test('an update with a wrong input is refused with a sentence, and changes nothing; each update says what it is for', async () => {
  const job = await begun({ scheduledFor: inFuture(HOUR_MS) })
  const before = await job.reached('scheduled')
  for (const [name, args, sentence] of WRONG_INPUTS)
    expect(await refusalOf(update(job.handle, name, args))).toMatch(sentence)
  expect(await job.row()).toEqual(before)

  const { definition } = await job.handle.query<{ definition: { updateDefinitions: unknown[] } }>(
    '__temporal_workflow_metadata',
  )
  const names = [...new Set(WRONG_INPUTS.map(([name]) => name))]
  expect(definition.updateDefinitions).toEqual(
    expect.arrayContaining(names.map((name) => expect.objectContaining({ name, description: expect.any(String) }))),
  )
  expect(await job.handle.executeUpdate('resolveOutcome', { args: [{ live: false }] })).toMatchObject({
    answer: 'not-unconfirmed',
  })
  await job.handle.executeUpdate('cancel')
})

test('the owner of a connection refuses wrong inputs, too, and goes on', async () => {
  const { target } = await openOwnAccount(world, 'TIKTOK', { clock: systemClock })
  const { connectionId } = target
  const handle = await workers.client.workflow.start('connectionOwner', {
    ...{ taskQueue: PUBLISH_QUEUE, workflowId: connectionOwnerId(connectionId), args: [{ connectionId }] },
  })
  const send = (name: string, ...args: unknown[]) => refusalOf(update(handle, name, args))
  expect(await send('ensureFreshToken')).toMatch(/takes one JSON object, not 0/)
  expect(await send('ensureFreshToken', { staleRevision: '3' })).toMatch(/no whole number/)
  expect(await send('ensureFreshToken', { revision: 3 })).toMatch(/does not know "revision"/)
  expect(await send('endGrant', true)).toMatch(NOTHING)
  // It is connected: there is nothing to end.
  expect(await handle.executeUpdate('endGrant')).toBe('revoked')
  await handle.terminate('a test')
})
