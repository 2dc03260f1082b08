import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { openOwnNamespace, type OwnNamespace } from '../support/own-namespace'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { workerHealthAt, type WorkerHealthAt, type WorkerReadiness } from '../support/worker-readiness'
import { startWorkers, systemClock } from '../support/workers'
import { openWorldApi, type WorldApi } from '../support/world-api'

type QueueTold = NonNullable<WorkerReadiness['body']['queues']>[number]

const QUEUE = 'upload-tiktok'

let namespace: OwnNamespace
let world: PublisherWorld
let health: WorkerHealthAt
let worker: WorkerProcess
let api: WorldApi

beforeAll(async () => {
  namespace = await openOwnNamespace()
  ;[world, health] = await Promise.all([
    openPublisherWorld({ TEMPORAL_NAMESPACE: namespace.name }),
    workerHealthAt(),
    namespace.addSearchAttributes(),
  ])
  worker = spawnWorker({ env: { ...world.env, ...health.env, WORKER_QUEUES: 'publish' } })
  api = await openWorldApi(world)
})
afterAll(async () => {
  await api.close()
  await worker.stop()
  await world.close()
  await namespace.close()
})

/** Waits until `GET /v1/task-queues` tells of the queue as wanted. */
async function apiTells(wanted: Partial<QueueTold>): Promise<void> {
  const key = newApiKey()
  await world.prisma.apiKey.create({ data: { principal: 'operator', keyHash: hashApiKey(key), scopes: ['operate'] } })
  const headers = { authorization: `Bearer ${key}` }
  await until(async () => {
    const { body } = await api.send<{ items: QueueTold[] }>('GET', '/v1/task-queues', { headers })
    return isTold(body.items, wanted)
  })
}

function isTold(queues: QueueTold[] | null, wanted: Partial<QueueTold>): boolean {
  const told = queues?.find(({ queue }) => queue === QUEUE)
  return told !== undefined && Object.entries(wanted).every(([name, value]) => told[name as keyof QueueTold] === value)
}

test('a queue that waits for a worker is told by workers of other queues and by the API, until one comes', async () => {
  const client = createClient(world.config)
  const hands = createJobHands(world.prisma, systemClock)
  const gateway = createGateway(client)
  const tracked = await trackJob(
    world,
    {
      client,
      async publish(job) {
        await hands.accept({ principal: 'test', idempotency: null, jobs: [job] })
        await gateway.start({ ...job, generation: 1 })
      },
    },
    'TIKTOK',
  )
  await tracked.start()

  const unserved = { state: 'unserved', pollers: 0, backlogTasks: 1 }
  const { status } = await health.tells(({ body }) => isTold(body.queues, unserved))
  expect(status).toBe('ready')
  await apiTells(unserved)

  const uploads = await startWorkers(world, { roles: ['upload'] })
  expect(await tracked.ended()).toMatchObject({ phase: 'published' })
  const served = { state: 'served', backlogTasks: 0 }
  await health.tells(({ body }) => isTold(body.queues, served))
  await apiTells(served)
  expect(await tracked.posts()).toHaveLength(1)
  await uploads.stop()
  await client.connection.close()
})
