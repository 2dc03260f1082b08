import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { pino } from 'pino'
import { runWorkers } from '../../src/bin/run-workers'
import { StartError } from '../../src/bin/start-error'
import { explainTemporal } from '../../src/bin/temporal-fault'
import { CORE_LOGGING, temporalLogger } from '../../src/observability/temporal-log'

const { TEMPORAL_ADDRESS = '', TEMPORAL_NAMESPACE = '' } = process.env

const causes: unknown[] = []
Runtime.install({
  logger: temporalLogger(pino({ level: 'silent' }), (cause) => causes.push(cause)),
  telemetryOptions: { logging: CORE_LOGGING },
})

let connection: NativeConnection
let client: Client
beforeAll(async () => {
  connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS })
  const own = await Connection.connect({ address: TEMPORAL_ADDRESS })
  client = new Client({ connection: own, namespace: TEMPORAL_NAMESPACE })
})
afterAll(async () => {
  await Promise.all([client.connection.close(), connection.close()])
})

test('a worker that fails tells why, not what clearing up after it has failed of, and the others end with it', async () => {
  const taskQueue = randomUUID()
  let begun = () => {}
  const isRunning = new Promise<void>((resolve) => (begun = resolve))
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const step = () => {
    begun()
    return held
  }
  const times = { shutdownGraceTime: 0, shutdownForceTime: 50 }
  const base = { connection, namespace: TEMPORAL_NAMESPACE }
  const failing = await Worker.create({ ...base, ...times, taskQueue, activities: { step } })
  const other = await Worker.create({ ...base, taskQueue: randomUUID(), activities: { step } })
  const ended = runWorkers([failing, other], causes).then(
    () => null,
    (error: unknown) => error,
  )
  await client.activity.start('step', { id: taskQueue, taskQueue, startToCloseTimeout: '1 minute' })
  await isRunning
  failing.shutdown()
  const error = await ended
  release()
  const told = explainTemporal(error, { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE })
  expect(told).toBeInstanceOf(StartError)
  expect(told.message).toMatch(/^A step did not end in the time/)
  expect(other.getState()).toBe('STOPPED')
})
