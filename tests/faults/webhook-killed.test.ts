import type { Client } from '@temporalio/client'
import { createDeliveryRuns } from '../../src/temporal/delivery-gateway'
import { createClient } from '../../src/temporal/connection'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { startReceiver, type Receiver } from '../support/receiver'
import { until } from '../support/until'
import { addEndpoint } from '../support/webhooks'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'
import { systemClock } from '../support/workers'

let world: PublisherWorld
let client: Client
let worker: WorkerProcess
let receiver: Receiver
let isAnswering = false

beforeAll(async () => {
  world = await openPublisherWorld({ WEBHOOKS_ALLOW_LOOPBACK: 'true' })
  client = createClient(world.config)
  worker = spawnWorker(world)
  receiver = await startReceiver((response) => isAnswering && response.writeHead(204).end())
})
afterAll(async () => {
  await worker.stop()
  await receiver.close()
  await client.connection.close()
  await world.close()
})

test('a worker that is killed while it delivers a message has it delivered by another one, by the same id', async () => {
  const endpoint = await addEndpoint(world, systemClock, receiver)
  const message = await endpoint.messages.addTest(endpoint.id)
  const messageId = String(message?.id)
  await createDeliveryRuns(client).start({ messageId, endpointId: endpoint.id })
  await until(() => Promise.resolve(receiver.received.length === 1))
  await worker.kill()
  isAnswering = true
  worker = spawnWorker(world)
  await until(async () => (await endpoint.messages.find(endpoint.id, messageId))?.state === 'DELIVERED')
  const [first, second, ...more] = endpoint.verified()
  expect(second).toEqual(first)
  expect(first?.id).toBe(messageId)
  expect(more).toEqual([])
})
