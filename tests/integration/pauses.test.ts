import { createCooldowns } from '../../src/database/limits/cooldowns'
import type { Platform } from '../../src/domain/platform'
import { PLATFORM_NAMES, PLATFORMS } from '../../src/domain/platform'
import type { Pause } from '../../src/domain/ports/limits'
import { runProgram } from '../support/command'
import { createHolds } from '../support/holds'
import { nextMinute, ROOMY } from '../support/limits'
import { MOMENTS, UNANSWERED, UPLOADING } from '../support/moments'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { scheduleAll } from '../support/schedules'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()
const HOUR_MS = 3_600_000

/** What asks about posts, and passes a pause of writes. */
const READS = ['status.fetch', 'video.list', 'video.query', 'oauth.token']

const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  // Whatever goes on within minutes was woken.
  world = await openPublisherWorld({ ...ROOMY, UNCONFIRMED_INTERVAL_MS: String(HOUR_MS) }, holds.onCall)
  workers = await startWorkers(world)
  await scheduleAll(workers.client)
})
afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
  await world.prisma.platformCooldown.deleteMany()
  await nextMinute(world)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

async function pause(platform: Platform, change: Partial<Pause> = {}): Promise<{ resume(): Promise<void> }> {
  const cooldowns = createCooldowns(world.prisma, systemClock)
  const whole = { platform, platformUserId: null, scope: 'writes', untilMs: null } as const
  const { id } = await cooldowns.pause({ ...whole, reason: 'an audit', pausedBy: 'tests', ...change })
  return {
    async resume() {
      expect(await cooldowns.resume(id)).not.toBeNull()
      await workers.gateway.reconcile()
    },
  }
}

const open = (platform: Platform) => openOwnAccount(world, platform, { clock: systemClock })

async function jobsOf(accounts: OwnAccount[], eachHas: number): Promise<TrackedJob[]> {
  const wanted = accounts.flatMap((account) => Array.from({ length: eachHas }, () => account))
  return Promise.all(wanted.map(({ platform, target }) => trackJob(world, workers, platform, target)))
}

const start = (jobs: TrackedJob[]) => Promise.all(jobs.map((job) => job.start()))

async function calls(platform: Platform, counts: (operation: string) => boolean): Promise<number> {
  const log = (await world.control(`requests?platform=${platform}`, undefined, 'GET')) as { operation: string }[]
  return log.filter(({ operation }) => counts(operation)).length
}
const writesTo = (platform: Platform) => calls(platform, (operation) => !READS.includes(operation))

const isPaused = async (job: TrackedJob) => {
  const { phase, waitReason } = await job.row()
  return phase === 'cooling-down' && waitReason === 'paused'
}

/** What the Web UI shows of a job's run once it waits. */
async function shownOf({ handle }: TrackedJob): Promise<string> {
  return until(async () => {
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')
    return currentDetails.includes('cooling-down') && currentDetails
  })
}

async function expectPublishedOnce(jobs: TrackedJob[]): Promise<void> {
  for (const job of jobs) {
    expect(await job.ended()).toMatchObject({ phase: 'published', generation: 1, errorCode: null })
    expect(await job.posts()).toHaveLength(1)
  }
}

test('a platform that is paused gets not one write more, whatever its jobs were at; resumed, each post exists once', async () => {
  const atMoments = []
  for (const { bring } of MOMENTS) atMoments.push(await bring({ world, workers, holds }, 'TIKTOK'))
  const [waiting, uploading, ...committed] = atMoments
  const crowd = await jobsOf(await Promise.all(Array.from({ length: 9 }, () => open('TIKTOK'))), 3)
  const early = await writesTo('TIKTOK')
  await start(crowd)
  await until(async () => (await writesTo('TIKTOK')) > early + 10)

  const { resume } = await pause('TIKTOK')
  const [sent, underWay] = [
    await writesTo('TIKTOK'),
    await world.prisma.publishJob.count({ where: { status: 'ACTIVE' } }),
  ]
  for (const job of atMoments) await job.release()
  await until(async () => (await isPaused(waiting as TrackedJob)) && isPaused(uploading as TrackedJob))
  await expectPublishedOnce(committed)
  await until(
    async () => (await world.prisma.publishJob.count({ where: { status: { in: ['ACTIVE', 'PENDING'] } } })) === 0,
  )
  const held: TrackedJob[] = []
  for (const job of [...atMoments, ...crowd]) if (await isPaused(job)) held.push(job)
  expect(held.length).toBeGreaterThan(10)
  const settled = await writesTo('TIKTOK')
  // What was on its way when the pause began: of each job one call at most.
  expect(settled - sent).toBeLessThanOrEqual(underWay)

  const late = await jobsOf([await open('TIKTOK')], 2)
  const elsewhere = await jobsOf([await open('YOUTUBE'), await open('INSTAGRAM')], 3)
  await start([...late, ...elsewhere])
  for (const { job } of held) await workers.gateway.wake(job.jobId)
  await workers.gateway.reconcile()
  await expectPublishedOnce(elsewhere)
  await until(async () => (await Promise.all(late.map(isPaused))).every(Boolean))
  await until(async () => (await Promise.all(held.map(isPaused))).every(Boolean))
  expect(await writesTo('TIKTOK')).toBe(settled)

  await resume()
  await expectPublishedOnce([...atMoments, ...crowd, ...late])
})

describe.each(PLATFORMS)('while %s is paused', (platform) => {
  test('an upload stops before its next call, and says why; a commit that was sent gets its verdict', async () => {
    const uploading = await UPLOADING.bring({ world, workers, holds }, platform)
    const committed = await UNANSWERED.bring({ world, workers, holds }, platform)
    const { resume } = await pause(platform)
    for (const job of [uploading, committed]) await job.release()
    expect(await uploading.reached('cooling-down')).toMatchObject({
      status: 'DELAYED',
      waitReason: 'paused',
      errorMessage: expect.stringContaining('is paused by an operator: "an audit". Nothing to do'),
    })
    expect(await shownOf(uploading)).toContain(
      `**why:** ${PLATFORM_NAMES[platform]} is paused by an operator: "an audit". (paused)`,
    )
    await expectPublishedOnce([committed])
    await resume()
    await expectPublishedOnce([uploading])
  })
})

test('a pause of every call stops the probes, too; resumed, they are made at once', async () => {
  const committed = await UNANSWERED.bring({ world, workers, holds }, 'TIKTOK')
  const { resume } = await pause('TIKTOK', { scope: 'all' })
  const before = await calls('TIKTOK', () => true)
  await committed.release()
  await committed.reached('unconfirmed')
  expect(await calls('TIKTOK', () => true)).toBe(before)
  await resume()
  await expectPublishedOnce([committed])
})

test('an account that operators pause stops alone, and goes on by their command', async () => {
  const [paused, other] = [await open('YOUTUBE'), await open('YOUTUBE')]
  const ops = (...args: string[]) => runProgram('ops', world.env, args)
  const { connectionId } = paused.target
  const done = await ops('pause', connectionId, '--reason', 'a dispute', '--yes')
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('is paused until you resume it') })
  const [held, free] = [await jobsOf([paused], 2), await jobsOf([other], 2)]
  await start([...held, ...free])
  await expectPublishedOnce(free)
  await until(async () => (await Promise.all(held.map(isPaused))).every(Boolean))
  // No place of the day is taken for what may not be sent.
  const rowIds = await Promise.all(held.map(async (job) => (await job.row()).id))
  expect(await world.prisma.quotaReservation.count({ where: { publishJobId: { in: rowIds } } })).toBe(0)
  const resumed = await ops('resume', connectionId, '--yes')
  expect(resumed).toMatchObject({ code: 0, stdout: expect.stringMatching(/is resumed: 2 waiting jobs go on\.\n$/) })
  await expectPublishedOnce(held)
})
