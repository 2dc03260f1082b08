import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { ALL_TARGETS } from '../support/api'
import { spawnApi, type ApiProcess } from '../support/api-process'
import { createHolds } from '../support/holds'
import { onEveryPlatform, UNANSWERED, UPLOADING } from '../support/moments'
import { openOwnTemporal, type OwnTemporal } from '../support/own-servers'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { nextMinute, ROOMY } from '../support/limits'
import { silenceTemporal } from '../support/quiet'
import { scheduleAll } from '../support/schedules'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()
const holds = createHolds()
const key = newApiKey()
let temporal: OwnTemporal
let world: PublisherWorld
let workers: RunningWorkers
let api: ApiProcess

beforeAll(async () => {
  temporal = await openOwnTemporal()
  const place = { TEMPORAL_ADDRESS: temporal.address, RECONCILE_INTERVAL_MS: '1000' }
  world = await openPublisherWorld({ ...place, ...ROOMY }, holds.onCall)
  workers = await startWorkers(world)
  await scheduleAll(workers.client, { reconcileIntervalMs: world.config.RECONCILE_INTERVAL_MS })
  await world.prisma.apiKey.create({ data: { principal: 'test', keyHash: hashApiKey(key), scopes: ['publish'] } })
  api = await spawnApi(world.env)
})

afterEach(async () => {
  holds.clear()
  await nextMinute(world)
})

afterAll(async () => {
  await api.kill()
  await workers.stop()
  await temporal.close()
  await world.close()
})

test.each([UPLOADING, UNANSWERED])(
  'a server that is killed by signal 9 $name loses no job and doubles none',
  async ({ bring }) => {
    const jobs = await onEveryPlatform((platform) => bring({ world, workers, holds }, platform))
    await temporal.kill()
    for (const job of jobs) await job.release()
    await temporal.start()
    for (const job of jobs) {
      expect(await job.ended()).toMatchObject({ phase: 'published', commitNumber: 1 })
      expect(await job.posts()).toHaveLength(1)
    }
  },
)

async function post(): Promise<{ video: { id: string; sha256: string }; answer: Promise<Response> }> {
  const video = await world.addVideo(200_000)
  const answer = fetch(`${api.url}/v1/publish-jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ userId: world.userId, videoId: video.id, caption: video.sha256, targets: ALL_TARGETS }),
  })
  return { video, answer }
}

async function expectPublishedOnceEverywhere({ id, sha256 }: { id: string; sha256: string }): Promise<void> {
  const phases = () => world.prisma.publishJob.findMany({ where: { videoId: id }, select: { phase: true } })
  await until(async () => (await phases()).every(({ phase }) => phase === 'published'))
  expect((await world.posts()).filter((found) => found.sha256 === sha256)).toHaveLength(ALL_TARGETS.length)
}

test('while it is down jobs are accepted at once, and go out when it is back', async () => {
  await temporal.stop()
  const startedAtMs = performance.now()
  const { video, answer } = await post()
  expect((await answer).status).toBe(202)
  expect(performance.now() - startedAtMs).toBeLessThan(5_000)
  await temporal.start()
  await expectPublishedOnceEverywhere(video)
})

test('an API that is killed between the rows and the starts leaves the jobs to the reconciler', async () => {
  await temporal.stop()
  const { video, answer } = await post()
  await until(() => world.prisma.publishJob.findFirst({ where: { videoId: video.id } }))
  await api.kill()
  await expect(answer).rejects.toThrow()
  await temporal.start()
  await expectPublishedOnceEverywhere(video)
})
