import { randomBytes } from 'node:crypto'
import { Context } from '@temporalio/activity'
import type { Client } from '@temporalio/client'
import { NativeConnection, type Worker } from '@temporalio/worker'
import { PublishError } from '../../../src/domain/errors'
import { createClient } from '../../../src/temporal/connection'
import { createWorkers } from '../../../src/temporal/workers'
import { makeNamespace } from '../../faults/matrix/namespace'
import { silenceTemporal } from '../../support/quiet'
import { createSearch } from './search'
import { textOf } from './text-of'
import { unreadRecorders } from '../../support/scrape'

silenceTemporal()

const token = randomBytes(32).toString('base64url')
const search = createSearch([{ kind: 'access token', value: token }])

const problem = { code: 'source-interrupted', category: 'transient', message: 'Cut.', remedy: 'Wait.' } as const

/** What activities throw, by the id of the workflow that runs them, and how the history tells it. */
const THROWN: Record<string, { error: Error; told: string }> = {
  'an error whose message holds a token': { error: new Error(`no ${token}`), told: 'internal-error' },
  'an error whose message has lines': { error: new Error(`no\n${token}\nat all`), told: 'internal-error' },
  'an error whose cause holds a token': {
    error: new RangeError('no', { cause: new Error(token) }),
    told: 'A fault of Publisher itself (RangeError)',
  },
  'an error whose cause has a cause that holds a token': {
    error: new Error('no', { cause: new Error('no', { cause: new Error(token) }) }),
    told: 'internal-error',
  },
  'an error of Node’s that keeps an address': {
    error: Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: `x:?upload_token=${token}` }),
    told: 'A fault of Publisher itself (TypeError ERR_INVALID_URL)',
  },
  'a domain error whose cause holds a token': {
    error: new PublishError(problem, { cause: new Error(token) }),
    told: 'source-interrupted',
  },
  'a name that is a token': { error: Object.assign(new Error('no'), { name: `x ${token}` }), told: 'internal-error' },
}

let connection: NativeConnection
let client: Client
let workers: Worker[]
let running: Promise<unknown>

beforeAll(async () => {
  const { TEMPORAL_ADDRESS = '', WORKFLOW_BUNDLE: codePath = '' } = process.env
  const namespace = `failures-${randomBytes(4).toString('hex')}`
  await makeNamespace(TEMPORAL_ADDRESS, namespace)
  connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS })
  client = createClient({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: namespace })
  const reconcile = () =>
    Promise.reject(THROWN[Context.current().info.workflowExecution?.workflowId ?? '']?.error ?? new Error('not known'))
  workers = await createWorkers({
    connection,
    namespace,
    roles: ['publish'],
    uploadSlots: 1,
    activities: {
      publish: { reconcile, grantQuota: () => Promise.resolve() },
      call: { reconcile },
      upload: {},
      webhook: { reconcile },
    },
    nowMs: () => Date.now(),
    recorders: unreadRecorders(),
    workflows: { workflowBundle: { codePath } },
  })
  running = Promise.all(workers.map((worker) => worker.run()))
})

afterAll(async () => {
  for (const worker of workers) worker.shutdown()
  await running
  await client.connection.close()
  await connection.close()
})

test.concurrent.each(Object.entries(THROWN))('of %s, no history tells it', async (workflowId, { told }) => {
  const handle = await client.workflow.start('reconcilePublishJobs', { taskQueue: 'publish', workflowId, args: [] })
  await handle.result().catch(() => {})
  const text = textOf(await handle.fetchHistory())
  expect(text).toContain(told)
  expect(search({ name: 'history', text })).toEqual([])
})
