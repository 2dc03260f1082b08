import type { Platform } from '../../src/domain/platform'
import { createTokenOwner } from '../../src/temporal/owner-gateway'
import { connectionOwnerId } from '../../src/workflows/contract'
import { connectAccount } from '../faults/matrix/accounts'
import { createHolds } from '../support/holds'
import { nextMinute, ROOMY } from '../support/limits'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()
const PUBLISHES = 50
const DAY_SECONDS = 86_400

const holds = createHolds()
let world: PublisherWorld
/** Each with queues, activities and a Temporal client of its own, as in two processes. */
let workers: [RunningWorkers, RunningWorkers]

beforeAll(async () => {
  // The one refresh is held still for as long as it takes everybody to come and wait for it.
  world = await openPublisherWorld({ ...ROOMY, REQUEST_TIMEOUT_MS: '120000' }, holds.onCall)
  // The minutes that pass because of TikTok's limits must not use up the renewed token.
  await world.control('settings/TIKTOK', { accessTokenSeconds: DAY_SECONDS }, 'PATCH')
  // Old enough for Instagram to renew them; those of TikTok and YouTube are dead by now.
  await world.control('clock', { advanceSeconds: DAY_SECONDS + 1 })
  workers = [await startWorkers(world), await startWorkers(world)]
})

afterEach(holds.clear)

afterAll(async () => {
  await Promise.all(workers.map((set) => set.stop()))
  await world.close()
})

/** So many publishes at once, of one account whose token has run out by its row. */
async function publishOnStaleAccount(platform: Platform) {
  const video = await world.addVideo(20_000)
  const jobs = await Promise.all(
    Array.from({ length: PUBLISHES }, () => world.newJob(platform, video.id, { allowDuplicate: true })),
  )
  const { connectionId, platformUserId } = await world.newJob(platform, video.id)
  const caps = { TIKTOK: { dailyPostCap: 1_000 }, INSTAGRAM: { publishingCap: 1_000 }, YOUTUBE: {} }[platform]
  await world.control(`accounts/${platform}/${platformUserId}`, { ...caps, processingSeconds: 0 }, 'PATCH')
  const nowMs = Date.now()
  await world.prisma.platformConnection.update({
    where: { id: connectionId },
    data: { expiresAt: new Date(nowMs + 60_000), refreshedAt: new Date(nowMs - 2 * DAY_SECONDS * 1_000) },
  })
  for (const job of jobs) await workers[0].publish(job)
  return { connectionId, jobIds: jobs.map(({ jobId }) => jobId), sha256: video.sha256 }
}

async function updatesOf(connectionId: string): Promise<number> {
  const { events } = await workers[0].client.workflow.getHandle(connectionOwnerId(connectionId)).fetchHistory()
  return (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length
}

test.each(['TIKTOK', 'INSTAGRAM', 'YOUTUBE'] as const)(
  'fifty publishes at once on one stale account of %s, in two processes, make one refresh and fifty posts',
  async (platform) => {
    const refreshes = async () => (await world.requests(platform, 'oauth.token')).length
    const earlier = await refreshes()
    const refresh = holds.next(platform, 'oauth.token', 'arrived')
    const { connectionId, jobIds, sha256 } = await publishOnStaleAccount(platform)
    await refresh.reached
    // Forty uploads are under way by now, and wait: as many as two processes take, with one question from each.
    await until(async () => (await updatesOf(connectionId)) === workers.length)
    refresh.release()

    const published = () => world.prisma.publishJob.count({ where: { jobId: { in: jobIds }, phase: 'published' } })
    for (let done = 0; done < PUBLISHES;) {
      if (platform === 'TIKTOK') await nextMinute(world)
      const before = done
      done = await until(async () => {
        const now = await published()
        return now > before && now
      })
    }
    expect(await refreshes()).toBe(earlier + 1)
    expect((await world.posts(platform)).filter((post) => post.sha256 === sha256)).toHaveLength(PUBLISHES)
    expect(await world.prisma.platformConnection.findUniqueOrThrow({ where: { id: connectionId } })).toMatchObject({
      status: 'ACTIVE',
      tokenRevision: 1,
    })
  },
)

test('more processes than a run takes updates of at a time are all answered', async () => {
  const { connectionId } = await connectAccount(world, 'YOUTUBE', {})
  const refresh = holds.next('YOUTUBE', 'oauth.token', 'arrived')
  const callers = Array.from({ length: 14 }, () =>
    createTokenOwner(workers[0].client, systemClock).ensureFresh(connectionId, 0),
  )
  await refresh.reached
  await until(async () => (await updatesOf(connectionId)) === 10)
  refresh.release()
  await Promise.all(callers)
  expect(await world.prisma.platformConnection.findUniqueOrThrow({ where: { id: connectionId } })).toMatchObject({
    tokenRevision: 1,
  })
})
