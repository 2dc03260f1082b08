import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { spawnApi, type ApiProcess } from '../support/api-process'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'

const REQUESTS = 50
const key = newApiKey()
let world: PublisherWorld
let videoId: string
let api: ApiProcess

beforeAll(async () => {
  world = await openPublisherWorld()
  videoId = (await world.addVideo(1_000)).id
  await world.prisma.apiKey.create({ data: { principal: 'test', keyHash: hashApiKey(key), scopes: ['publish'] } })
})
afterEach(() => api.kill())
afterAll(() => world.close())

const post = (index: number) =>
  fetch(`${api.url}/v1/publish-jobs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'idempotency-key': `stopping-${index}`,
    },
    body: JSON.stringify({
      userId: world.userId,
      videoId,
      caption: 'Accepted or not',
      allowDuplicate: true,
      targets: [{ platform: 'INSTAGRAM' }],
    }),
  })

/** The job of an answer; null where the connection was refused or closed. */
async function jobIdOf(answer: Promise<Response>): Promise<string | null> {
  const response = await answer.catch(() => null)
  if (!response) return null
  expect(response.status).toBe(202)
  return ((await response.json()) as { jobs: { jobId: string }[] }).jobs[0]?.jobId ?? null
}

const countJobs = () => world.prisma.publishJob.count()

test('requests in flight when the API is told to end are answered, or nothing of them is kept that their repetition would not find', async () => {
  api = await spawnApi({ ...world.env, API_DRAIN_MS: '0' })
  const answers = Promise.all(Array.from({ length: REQUESTS }, (_none, index) => jobIdOf(post(index))))
  await until(async () => (await countJobs()) > 0)
  expect(await api.stop()).toBe(0)
  const first = await answers
  const told = first.filter((jobId) => jobId !== null)
  expect(await world.prisma.publishJob.count({ where: { jobId: { in: told } } })).toBe(told.length)
  expect(told.length).toBeGreaterThan(0)

  api = await spawnApi(world.env)
  const again = await Promise.all(first.map((_jobId, index) => jobIdOf(post(index))))
  expect(again.filter((jobId, index) => first[index] === null || jobId === first[index])).toHaveLength(REQUESTS)
  expect(new Set(again).size).toBe(REQUESTS)
  expect(await countJobs()).toBe(REQUESTS)
})

test('it says that it ends before it takes no more, and lets nobody keep a connection', async () => {
  api = await spawnApi({ ...world.env, API_DRAIN_MS: '600000' })
  void api.stop()
  const answer = await until(async () => {
    const readiness = await fetch(`${api.url}/readyz`)
    return readiness.status === 503 && readiness
  })
  expect(((await answer.json()) as { code: string }).code).toBe('stopping')
  const accepted = await post(0)
  expect([accepted.status, accepted.headers.get('connection')]).toEqual([202, 'close'])
})
