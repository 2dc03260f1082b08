import { TASK_QUEUES } from '../../src/temporal/task-queues'
import { openGate, type Gate } from '../support/gate'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { workerHealthAt, type WorkerHealthAt } from '../support/worker-readiness'

let world: PublisherWorld
let temporal: Gate
let storage: Gate
let health: WorkerHealthAt
let worker: WorkerProcess

beforeAll(async () => {
  world = await openPublisherWorld()
  temporal = await openGate(world.config.TEMPORAL_ADDRESS)
  storage = await openGate(new URL(world.config.R2_ENDPOINT).host)
  health = await workerHealthAt()
  const ways = { TEMPORAL_ADDRESS: temporal.address, R2_ENDPOINT: `http://${storage.address}` }
  worker = spawnWorker({ env: { ...world.env, ...ways, ...health.env } })
  await health.tells(({ status }) => status === 200)
})

afterAll(async () => {
  await worker.stop()
  await Promise.all([temporal.close(), storage.close()])
  await world.close()
})

const UP = { pollers: 'up', database: 'up', temporal: 'up', storage: 'up' }

test('a worker is ready when the server has seen it poll every queue', async () => {
  const { status, dependencies, queues } = await health.tells((told) => told.status === 200)
  expect({ status, dependencies }).toEqual({ status: 'ready', dependencies: UP })
  expect(queues?.map(({ queue, type }) => ({ queue, type }))).toEqual(TASK_QUEUES)
  for (const queue of queues ?? []) expect(queue).toMatchObject({ state: 'served', backlogTasks: 0 })
})

test('a bucket that is gone is told by its name, and so is its return', async () => {
  storage.cut()
  const { dependencies } = await health.tells(({ status }) => status === 503)
  expect(dependencies).toEqual({ ...UP, storage: 'down' })
  storage.open()
  await health.tells(({ status }) => status === 200)
})

test('a worker whose connection to Temporal is gone is not ready, lives on, and polls again once it is back', async () => {
  temporal.cut()
  const { dependencies } = await health.tells(({ body }) => body.queues === null)
  expect(dependencies).toEqual({ ...UP, temporal: 'down', pollers: 'down' })
  expect((await health.get('/healthz')).status).toBe(200)

  temporal.open()
  await health.tells(({ status }) => status === 200)
})

test('a connection that is open and silent is gone as well', async () => {
  temporal.delayMs = 3_600_000
  await health.tells(({ body }) => body.dependencies.temporal === 'down' && body.dependencies.pollers === 'down')
  temporal.delayMs = 0
  temporal.cut()
  temporal.open()
  await health.tells(({ status }) => status === 200)
})
