import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { NewJob } from '../../src/domain/ports/jobs'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { ROOMY } from '../support/limits'
import { openOwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

/** Three times the slots that a worker has for the uploads of one platform. */
const BURDEN = 60
const SLOTS = 20
/** Posts to each platform, which begin at once. */
const POSTS = 3
const OTHERS: Platform[] = ['INSTAGRAM', 'YOUTUBE']
/** Every operation of a publish at TikTok. */
const TIKTOK_OPERATIONS = ['creator_info.query', 'video.init', 'chunk.put', 'status.fetch', 'video.query']

silenceTemporal()
let world: PublisherWorld
let workers: RunningWorkers

async function open(env: NodeJS.ProcessEnv = {}): Promise<void> {
  // A call that is not answered holds its slot for a minute: whoever needed it would take longer than that.
  world = await openPublisherWorld({ ...ROOMY, REQUEST_TIMEOUT_MS: '60000', ...env })
  workers = await startWorkers(world)
}

afterEach(async () => {
  await workers.stop()
  await world.close()
})

/** How long some posts to each of the platforms take together. */
async function timeOf(platforms: Platform[]): Promise<number> {
  const each = platforms.flatMap((platform) => Array.from({ length: POSTS }, () => trackJob(world, workers, platform)))
  const jobs = await Promise.all(each)
  const startMs = performance.now()
  await Promise.all(jobs.map((job) => job.start()))
  await Promise.all(jobs.map((job) => job.reached('published')))
  return Math.round(performance.now() - startMs)
}

/** Starts many posts of one video, and stops them again. */
async function burden(platform: Platform, change: Partial<NewJob> = {}) {
  const { id } = await world.addVideo(10_000, change.userId)
  const jobs: NewJob[] = []
  for (let count = 0; count < BURDEN; count++)
    jobs.push(await world.newJob(platform, id, { ...change, allowDuplicate: true }))
  for (const job of jobs) await workers.publish(job)
  return { stop: () => Promise.all(jobs.map(({ jobId }) => workers.client.workflow.getHandle(jobId).terminate())) }
}

function expectSameSpeed(what: string, aloneMs: number, besideMs: number): void {
  console.info(`${POSTS} posts to each other platform: ${aloneMs} ms alone, ${besideMs} ms ${what}`)
  expect(besideMs).toBeLessThan(2 * aloneMs + 30_000)
}

test('a platform that answers slowly leaves the others at full speed', async () => {
  await open()
  const aloneMs = await timeOf(OTHERS)
  for (const operation of TIKTOK_OPERATIONS)
    await world.control('faults', { platform: 'TIKTOK', operation, kind: 'slow', delayMs: 60_000 })
  const stalled = await burden('TIKTOK')
  await until(async () => (await world.requests('TIKTOK', 'creator_info.query')).length >= SLOTS)
  expectSameSpeed('beside a slow one', aloneMs, await timeOf(OTHERS))
  await stalled.stop()
})

test('a platform that takes connections and never answers leaves the others at full speed', async () => {
  const sockets = new Set<Socket>()
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => {})))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  await open({ TIKTOK_API_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` })
  const aloneMs = await timeOf(OTHERS)
  const stalled = await burden('TIKTOK')
  await until(() => Promise.resolve(sockets.size >= SLOTS))
  expectSameSpeed('beside a silent one', aloneMs, await timeOf(OTHERS))
  await stalled.stop()
  for (const socket of sockets) socket.destroy()
  silent.close()
})

test('an account that is told to wait leaves the other accounts of its platform at full speed', async () => {
  await open()
  const aloneMs = await timeOf([...PLATFORMS])
  const { target } = await openOwnAccount(world, 'TIKTOK', { clock: systemClock })
  const limit = { kind: 'rate-limit', retryAfterSeconds: 600, accountId: target.platformUserId }
  for (const operation of TIKTOK_OPERATIONS) await world.control('faults', { platform: 'TIKTOK', operation, ...limit })
  const troubled = await burden('TIKTOK', target)
  expectSameSpeed('beside an account in trouble', aloneMs, await timeOf([...PLATFORMS]))
  await troubled.stop()
})
