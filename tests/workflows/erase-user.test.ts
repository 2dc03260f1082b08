import { randomUUID } from 'node:crypto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import type { ErasureActivities } from '../../src/activities/erasure'
import { PublishError, type ErrorCategory } from '../../src/domain/errors'
import { createErasureRuns } from '../../src/temporal/erasure-gateway'
import { domainErrors } from '../../src/temporal/failures'
import { eraseUserId } from '../../src/workflows/contract'
import { keepHistory } from '../support/histories'
import { SKIPPING_NAMESPACE, startSkipping } from '../support/skipping'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const warnings: string[] = []
Runtime.install({
  logger: new DefaultLogger('WARN', ({ level, message }) => level === 'WARN' && void warnings.push(message)),
})

let env: TestWorkflowEnvironment

beforeAll(async () => {
  env = await startSkipping()
})
afterAll(() => env.teardown())
beforeEach(() => void (warnings.length = 0))

const problem = (category: ErrorCategory) =>
  new PublishError({ code: 'a-problem', category, message: 'A sentence.', remedy: 'A remedy.' })

/** Runs an erasure whose steps are told one after the other, and fail as is said. */
async function eraseWith(failing: Partial<ErasureActivities>) {
  const steps: string[] = []
  // Of the last step: once a run has ended, time goes anywhere.
  let atMs = 0
  const step = (name: keyof ErasureActivities) => async (input: { userId: string }) => {
    if (steps.at(-1) !== name) steps.push(name)
    atMs = await env.currentTimeMs()
    await failing[name]?.(input)
  }
  const activities = {
    stopJobs: step('stopJobs'),
    endGrants: step('endGrants'),
    eraseObjects: step('eraseObjects'),
    eraseRows: step('eraseRows'),
  } satisfies ErasureActivities
  const worker = await Worker.create({
    ...{
      workflowBundle: { codePath: process.env.WORKFLOW_BUNDLE ?? '' },
      activities,
      connection: env.nativeConnection,
    },
    ...{ namespace: SKIPPING_NAMESPACE, taskQueue: 'publish' },
    interceptors: { activity: [() => ({ inbound: domainErrors(() => Date.now()) })] },
  })
  const userId = randomUUID()
  const handle = env.client.workflow.getHandle(eraseUserId(userId))
  const startedAtMs = await env.currentTimeMs()
  await worker.runUntil(async () => {
    const runs = createErasureRuns(env.client)
    await Promise.all([runs.start(userId), runs.start(userId)])
    await handle.result()
  })
  return { handle, steps, tookMs: atMs - startedAtMs }
}

test('an erasure is one run however often it is started, and does one thing after the other', async () => {
  const { steps } = await eraseWith({})
  expect(steps).toEqual(['stopJobs', 'endGrants', 'eraseObjects', 'eraseRows'])
  expect(warnings).toEqual([])
})

test('a grant that cannot be ended within a day is told in the log, and erased all the same', async () => {
  const { handle, steps, tookMs } = await eraseWith({ endGrants: () => Promise.reject(problem('transient')) })
  expect(steps).toEqual(['stopJobs', 'endGrants', 'eraseObjects', 'eraseRows'])
  await keepHistory(handle, 'user-erased-grant-left')
  expect(tookMs).toBeGreaterThan(DAY_MS - 15 * 60_000)
  expect(tookMs).toBeLessThan(DAY_MS + 15 * 60_000)
  expect(warnings).toContainEqual(expect.stringMatching(/could not be ended/))
})

test('jobs are waited for, for as long as they take', async () => {
  const untilMs = (await env.currentTimeMs()) + 3 * HOUR_MS
  const { steps, tookMs } = await eraseWith({
    stopJobs: async () => {
      if ((await env.currentTimeMs()) < untilMs) throw problem('transient')
    },
  })
  expect(steps).toEqual(['stopJobs', 'endGrants', 'eraseObjects', 'eraseRows'])
  expect(tookMs).toBeGreaterThanOrEqual(3 * HOUR_MS - 1_000)
})

test('what an operator has to mend is tried anew, and nothing behind it is done before', async () => {
  let refusals = 2
  const { steps, tookMs } = await eraseWith({
    eraseObjects: () => (refusals-- > 0 ? Promise.reject(problem('configuration')) : Promise.resolve()),
  })
  const round = ['stopJobs', 'endGrants', 'eraseObjects']
  expect(steps).toEqual([...round, ...round, ...round, 'eraseRows'])
  expect(tookMs).toBeGreaterThanOrEqual(3 * 60_000)
})
