import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { context, propagation, trace } from '@opentelemetry/api'
import pino from 'pino'
import { freePort } from '../../local/ports'
import { startTracing, type Tracing } from '../../src/observability/tracing'
import { clientTracing } from '../../src/temporal/tracing'
import { startCollector } from '../support/collector'
import { until } from '../support/until'

let told: string[]
let tracing: Tracing | undefined

const logger = pino({}, { write: (line: string) => void told.push((JSON.parse(line) as { msg: string }).msg) })

function start(endpoint: Record<string, string>): Tracing {
  // The exporter and the processor read the process's own environment.
  Object.assign(process.env, endpoint, { OTEL_BSP_SCHEDULE_DELAY: '20' })
  return (tracing = startTracing('publisher-test', process.env, logger))
}

const span = () => trace.getTracer('test').startSpan('a span').end()

beforeEach(() => (told = []))
afterEach(async () => {
  await tracing?.stop()
  for (const api of [trace, context, propagation]) api.disable()
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name]
})

test.each<Record<string, string>>([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' },
])('without a collector, or where it is switched off, nothing is traced and no run is told of a trace: %o', (env) => {
  start(env)
  expect(trace.getTracer('test').startSpan('a span').isRecording()).toBe(false)
  expect(clientTracing()).toEqual([])
})

test('the collector gets what was traced until the end, under the name of the service', async () => {
  const collector = await startCollector()
  const { stop } = start({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces` })
  expect(clientTracing()).toHaveLength(1)
  span()
  await stop()
  expect(collector.spans()).toMatchObject([{ name: 'a span', service: 'publisher-test' }])
  await collector.close()
})

test('a name of the service that the environment gives wins', async () => {
  const collector = await startCollector()
  const { stop } = start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'another' })
  span()
  await stop()
  expect(collector.spans()).toMatchObject([{ service: 'another' }])
  await collector.close()
})

test('a collector that is down is told once, and once more when it is back', async () => {
  const port = await freePort()
  start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` })
  let batches = 0
  await until(() => {
    span()
    batches += 1
    return Promise.resolve(told.length > 0 && batches > 20)
  })
  expect(told).toEqual(['the collector takes no traces: spans are dropped until it does'])
  const collector = await startCollector(port)
  await until(() => {
    span()
    return Promise.resolve(told.length > 1)
  })
  expect(told).toEqual([expect.any(String), 'the collector takes traces again'])
  await collector.close()
})

test('a collector that never answers holds up no shutdown', async () => {
  const silent: Server = createServer()
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const sockets: { destroy(): void }[] = []
  silent.on('connection', (socket) => sockets.push(socket))
  const { port } = silent.address() as AddressInfo
  // Its own time-out is far beyond that of this test.
  const { stop } = start({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
  })
  span()
  await stop()
  expect(told).toEqual([])
  sockets.forEach((socket) => socket.destroy())
  await new Promise((closed) => silent.close(closed))
})
