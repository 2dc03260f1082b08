import { createCheckpoints } from '../../src/database/checkpoints'
import type { JobPhase } from '../../src/domain/job'
import { createTokenCipher } from '../../src/security/token-cipher'
import { spawnApi, type ApiProcess } from '../support/api-process'
import { keepHistory } from '../support/histories'
import { openOwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({
    TIKTOK_INITS_PER_MINUTE: '6',
    TIKTOK_STATUS_PER_MINUTE: '30',
    TIKTOK_CREATOR_INFO_PER_MINUTE: '20',
  })
  workers = await startWorkers(world)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

const statuses = async (operation: string) => (await world.requests('TIKTOK', operation)).map(({ status }) => status)

const countIn = async (jobs: TrackedJob[], phase: JobPhase) =>
  world.prisma.publishJob.count({ where: { jobId: { in: jobs.map(({ job }) => job.jobId) }, phase } })

async function startAll(jobs: TrackedJob[]): Promise<void> {
  for (const job of jobs) await job.start()
}

describe('drafts', () => {
  let api: ApiProcess

  beforeAll(async () => {
    api = await spawnApi(world.env)
    const { TIKTOK_CLIENT_KEY: clientKey, TIKTOK_CLIENT_SECRET: clientSecret } = world.config
    // Every event is delivered three times.
    const webhook = { url: `${api.url}/v1/webhooks/tiktok`, clientKey, clientSecret, copies: 3 }
    await world.control('settings/tiktok', { webhook }, 'PATCH')
  })
  afterAll(async () => {
    await world.control('settings/tiktok', { webhook: null }, 'PATCH')
    await api.kill()
  })

  /** The user posts the draft of a job. */
  async function finish(job: TrackedJob) {
    const { id, commitCheckpointNumber } = await job.row()
    const checkpoints = createCheckpoints(world.prisma, createTokenCipher(world.config.TOKEN_KEYS), systemClock)
    const checkpoint = await checkpoints.find(id, Number(commitCheckpointNumber))
    await world.control('actions/tiktok/finish-draft', { publishId: checkpoint?.reference.publishId })
  }

  test('five wait for their user; the next goes as soon as one is finished, and the one after it goes on waiting', async () => {
    const { target } = await openOwnAccount(world, 'TIKTOK', { clock: systemClock })
    const draft = { ...target, options: { postMode: 'MEDIA_UPLOAD' }, caption: '', hashtags: [] }
    const jobs = await Promise.all(Array.from({ length: 7 }, () => trackJob(world, workers, 'TIKTOK', draft)))
    await startAll(jobs.slice(0, 5))
    await until(async () => (await countIn(jobs, 'handed-over')) === 5)
    await startAll(jobs.slice(5))
    await until(async () => (await countIn(jobs, 'cooling-down')) === 2)
    for (const job of jobs.slice(5)) {
      const { waitReason, waitUntil } = await job.row()
      expect(waitReason).toBe('draft-cap')
      expect((waitUntil?.getTime() ?? 0) - systemClock.nowMs()).toBeGreaterThan(23 * 3_600_000)
    }
    const [first] = jobs
    if (first) await finish(first)
    if (first) await keepHistory(first.handle, 'handed-over')
    await until(async () => (await countIn(jobs, 'handed-over')) === 6)
    await until(async () => (await countIn(jobs, 'cooling-down')) === 1)
    expect(await statuses('inbox.video.init')).toEqual(Array.from({ length: 6 }, () => 200))
  })
})
