import { NativeConnection } from '@temporalio/worker'
import { explainTemporal } from '../../src/bin/temporal-fault'
import { parseConfig, parseOpsConfig } from '../../src/config'
import { connectionOptionsOf, createClient } from '../../src/temporal/connection'
import { type Authority, type Certificate, openAuthority } from '../support/certificates'
import { runProgram } from '../support/command'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { openTemporalGate, type TemporalGate } from '../support/temporal-gate'
import { trackJob } from '../support/tracked-job'
import { startWorkers } from '../support/workers'

silenceTemporal()

const API_KEY = 'api-key-of-temporal'

let ours: Authority
let theirs: Authority
let client: Certificate
let stranger: Certificate
let mtls: TemporalGate
let keyed: TemporalGate
let world: PublisherWorld

beforeAll(async () => {
  ;[ours, theirs] = await Promise.all([openAuthority(), openAuthority()])
  ;[client, stranger] = await Promise.all([ours.issue('client'), theirs.issue('stranger')])
  const upstream = String(process.env.TEMPORAL_ADDRESS)
  mtls = await openTemporalGate({ upstream, authority: ours, clientCaPath: ours.caPath })
  keyed = await openTemporalGate({ upstream, authority: ours, apiKey: API_KEY })
  world = await openPublisherWorld()
})
afterAll(async () => {
  await Promise.all([mtls.close(), keyed.close(), world.close()])
  await Promise.all([ours.remove(), theirs.remove()])
})

const showing = ({ certPath, keyPath }: Certificate) => ({
  TEMPORAL_ADDRESS: mtls.address,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: ours.caPath,
  TEMPORAL_TLS_CLIENT_CERT_PATH: certPath,
  TEMPORAL_TLS_CLIENT_KEY_PATH: keyPath,
})
const bearing = (TEMPORAL_API_KEY: string) => ({
  TEMPORAL_ADDRESS: keyed.address,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: ours.caPath,
  TEMPORAL_API_KEY,
})

test.each([
  ['a certificate', () => showing(client), () => mtls.seen, 'client'],
  ['an API key', () => bearing(API_KEY), () => keyed.seen, API_KEY],
])('a video is published through a Temporal that asks for %s', async (_what, settings, seen, name) => {
  const config = parseConfig({ ...world.env, ...settings() })
  const workers = await startWorkers({ ...world, config })
  try {
    const job = await trackJob(world, workers, 'INSTAGRAM')
    await job.start()
    expect(await job.ended()).toMatchObject({ phase: 'published' })
    expect([...seen()]).toEqual([name])
  } finally {
    await workers.stop()
  }
})

test('an operator’s command goes the same way', async () => {
  const config = parseOpsConfig({ ...world.env, ...showing(client) })
  const { connection } = createClient(config)
  const described = await connection.workflowService.describeNamespace({ namespace: config.TEMPORAL_NAMESPACE })
  expect(described.namespaceInfo?.name).toBe(config.TEMPORAL_NAMESPACE)
  await connection.close()
})

test.each([
  ['a certificate of another authority', () => showing(stranger), /TEMPORAL_TLS_CLIENT_CERT_PATH/],
  ['a wrong key', () => bearing('wrong-api-key'), /TEMPORAL_API_KEY/],
  [
    'a server whose authority is unknown',
    () => ({ ...showing(client), TEMPORAL_TLS_SERVER_CA_CERT_PATH: theirs.caPath }),
    /not trusted: set TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
  ],
  ['no TLS to a server that wants it', () => ({ TEMPORAL_ADDRESS: mtls.address }), /wants TLS \(TEMPORAL_TLS=true\)/],
  [
    'TLS to a server that speaks none',
    () => ({ TEMPORAL_ADDRESS: world.config.TEMPORAL_ADDRESS, TEMPORAL_TLS: 'true' }),
    /does not speak TLS/,
  ],
])('%s is told in a sentence that names what to look at', async (_what, settings, sentence) => {
  const config = parseConfig({ ...world.env, ...settings() })
  const error = await NativeConnection.connect(connectionOptionsOf(config)).then(String, (error: unknown) => error)
  expect(explainTemporal(error, config).message).toMatch(sentence)
})

test('a worker with a wrong API key ends with that sentence, and repeats no key', async () => {
  const { code, stderr } = await runProgram('worker', { ...world.env, ...bearing('wrong-api-key') })
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^Temporal at .*TEMPORAL_API_KEY.*\.\n$/) })
  expect(stderr).not.toContain('wrong-api-key')
})
