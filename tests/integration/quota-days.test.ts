import { fairOrder, type Waiting } from '../../src/domain/fair-order'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import type { NewJob } from '../../src/domain/ports/jobs'
import { GRANT_SCHEDULE_ID, PUBLISH_QUEUE } from '../../src/workflows/contract'
import { keepHistory } from '../support/histories'
import { movingTime, type MovingTime } from '../support/moving-time'
import { openOwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

/** Of the 125 jobs one user has 36, fourteen users have a single one; `QUOTA_DAYS_TIMES` multiplies them all. */
const TIMES = Number(process.env.QUOTA_DAYS_TIMES ?? 1)
const SHARES = [36, ...Array.from({ length: 25 }, () => 3), ...Array.from({ length: 14 }, () => 1)].map(
  (n) => n * TIMES,
)
const JOBS = 125 * TIMES
const PLACES = 25 * TIMES
const DAYS = JOBS / PLACES
const PATIENCE_MS = 120_000 * TIMES

/** Noon, two days before the clocks change: the queue goes out on days of 24, 23, 24, 24 and 24 hours. */
const START_MS = Date.parse('2027-03-12T20:00:00Z')

const LIFE_SECONDS = 31 * 86_400

silenceTemporal()

let world: PublisherWorld
let workers: RunningWorkers
let time: MovingTime

beforeAll(async () => {
  world = await openPublisherWorld({
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
    YOUTUBE_QUOTA_LIMIT: String(PLACES),
    // Temporal's own time is not moved, so that whoever is given a place begins at once.
    QUOTA_SPREAD_MS: '1',
    HEARTBEAT_TIMEOUT_MS: '20000',
  })
  time = movingTime(world)
  workers = await startWorkers(world, { clock: time.clock })
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

const now = () => time.clock.nowMs()

const inPhase = (phase: string) => world.prisma.publishJob.count({ where: { phase } })

/** What was published before. */
const fillToday = () =>
  world.prisma.youTubeQuota.create({
    data: {
      date: pacificDay(now()),
      model: 'upload-bucket',
      uploadCost: 1,
      limit: PLACES,
      used: PLACES,
      callUnits: PLACES,
    },
  })

async function publishAll(): Promise<void> {
  const accounts = await Promise.all(
    SHARES.map(() => openOwnAccount(world, 'YOUTUBE', { clock: time.clock, lifeSeconds: LIFE_SECONDS })),
  )
  const jobs: NewJob[] = []
  await inLanes(
    accounts.flatMap(({ target }, user) => Array.from({ length: SHARES[user] ?? 0 }, () => target)),
    async (target) => {
      const video = await world.addVideo(1_000, target.userId)
      jobs.push(await world.newJob('YOUTUBE', video.id, target))
    },
  )
  // Callers of the API do not share the workers' connections to the database.
  await inLanes(jobs, async (job) => {
    await workers.hands.accept({ principal: 'test', idempotency: null, jobs: [job] })
  })
  await inLanes(jobs, (job) => workers.gateway.start({ ...job, generation: 1 }))
}

/** A few at a time. */
async function inLanes<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  const lane = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: 4 }, lane))
}

/** As the schedule does at midnight. */
const grantDay = () =>
  workers.client.workflow.execute('grantQuotaDay', {
    workflowId: `${GRANT_SCHEDULE_ID}-${pacificDay(now())}-${world.userId}`,
    taskQueue: PUBLISH_QUEUE,
  })

const STILL_MS = 5_000

/**
 * A step that must be tried again waits by our clock, which Temporal's timers lag behind: the reconciler wakes what waits by
 * its row, and here we wake what has not moved in the middle of a publish.
 */
async function wakeWhatIsStill(): Promise<void> {
  const active = await world.prisma.publishJob.findMany({
    where: { status: 'ACTIVE' },
    select: { jobId: true, updatedAt: true },
  })
  if (active.length === 0)
    await workers.client.workflow.execute('reconcilePublishJobs', {
      workflowId: `reconcile-${world.userId}`,
      taskQueue: PUBLISH_QUEUE,
    })
  const still = active.filter(({ updatedAt }) => updatedAt.getTime() < Date.now() - STILL_MS)
  await Promise.all(still.map(({ jobId }) => workers.gateway.wake(jobId)))
}

const publishedAre = (count: number) =>
  until(async () => {
    await wakeWhatIsStill()
    return (await inPhase('published')) === count
  }, PATIENCE_MS)

async function readQueue(): Promise<Waiting[]> {
  const rows = await world.prisma.publishJob.findMany({
    select: { jobId: true, userId: true, quotaQueuedAt: true },
  })
  return rows.map(({ jobId, userId, quotaQueuedAt }) => ({
    jobId,
    userId,
    queuedAtMs: quotaQueuedAt?.getTime() ?? NaN,
  }))
}

/** Which job was given an upload of which day, in the order of giving. */
const readGrants = () =>
  world.prisma.$queryRaw<{ jobId: string; date: string; state: string }[]>`
    SELECT j."jobId", r.date, r.state::text FROM "QuotaReservation" r JOIN "PublishJob" j ON j.id = r."publishJobId"
    ORDER BY r."createdAt"`

const countEvents = async (jobId: string) => (await workers.client.workflow.getHandle(jobId).describe()).historyLength

test(
  `${JOBS} jobs of 40 users that find a day full go out in fair order, ${PLACES} a day, across a change of the clocks`,
  async () => {
    await time.moveTo(START_MS)
    await fillToday()
    await publishAll()
    await until(async () => (await inPhase('waiting-for-quota')) === JOBS, PATIENCE_MS)
    const order = fairOrder(await readQueue(), new Map()).map(({ jobId }) => jobId)
    const waitingEvents = await Promise.all(order.map(countEvents))

    const days: string[] = []
    for (let day = 1; day <= DAYS; day++) {
      await time.moveTo(nextPacificMidnightMs(now()))
      days.push(pacificDay(now()))
      await grantDay()
      // All of the day is given as long as anybody waits.
      expect(await world.prisma.quotaReservation.count({ where: { date: days.at(-1) ?? '' } })).toBe(PLACES)
      await publishedAre(day * PLACES)
    }

    const given = await readGrants()
    expect(given.map(({ jobId }) => jobId)).toEqual(order)
    expect(given.map(({ date }) => date)).toEqual(days.flatMap((day) => Array.from({ length: PLACES }, () => day)))
    expect(given.every(({ state }) => state === 'SPENT')).toBe(true)
    const posts = await world.posts('YOUTUBE')
    expect(posts).toHaveLength(JOBS)
    expect(new Set(posts.map(({ sha256 }) => sha256)).size).toBe(JOBS)
    const refused = (await world.requests('YOUTUBE', 'session.start')).filter(({ status }) => status !== 200)
    expect(refused).toEqual([])
    const jobs = await world.prisma.publishJob.findMany({ select: { jobId: true, completedAt: true } })
    const dayOf = new Map(jobs.map(({ jobId, completedAt }) => [jobId, pacificDay(completedAt?.getTime() ?? NaN)]))
    expect(given.every(({ jobId, date }) => dayOf.get(jobId) === date)).toBe(true)
    await expect(world.prisma.youTubeQuota.count({ where: { used: PLACES } })).resolves.toBe(DAYS + 1)

    const events = await Promise.all(order.map(countEvents))
    console.info({
      days,
      waitingEvents: summary(waitingEvents),
      events: days.map((_, day) => summary(events.slice(day * PLACES, (day + 1) * PLACES))),
    })
    await keepHistory(workers.client.workflow.getHandle(order.at(-1) ?? ''), 'quota-day')
  },
  400_000 * TIMES,
)

const summary = (counts: number[]) => ({
  least: Math.min(...counts),
  mean: counts.reduce((sum, count) => sum + count) / counts.length,
  most: Math.max(...counts),
})
