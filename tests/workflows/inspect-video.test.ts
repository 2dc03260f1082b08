import { randomUUID } from 'node:crypto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import type { InspectionActivities } from '../../src/activities/inspection'
import { PublishError } from '../../src/domain/errors'
import { domainErrors } from '../../src/temporal/failures'
import { createInspectionRuns } from '../../src/temporal/inspection-gateway'
import { inspectVideoId } from '../../src/workflows/contract'
import { keepHistory } from '../support/histories'
import { silenceTemporal } from '../support/quiet'
import { SKIPPING_NAMESPACE, startSkipping } from '../support/skipping'

silenceTemporal()

const HOUR_MS = 3_600_000
const UNREACHABLE = new PublishError({
  ...{ code: 'storage-unreachable', category: 'transient' },
  ...{ message: 'R2 gave no usable answer.', remedy: 'Wait.' },
})

let env: TestWorkflowEnvironment

beforeAll(async () => {
  env = await startSkipping()
})
afterAll(() => env.teardown())

/** Runs an inspection while the bucket is out of reach for so long. */
async function inspectAfter(outageMs: number) {
  const videoId = randomUUID()
  const steps = { attempts: 0, givenUp: 0 }
  const startedAtMs = await env.currentTimeMs()
  const activities = {
    async inspectObject() {
      steps.attempts += 1
      if ((await env.currentTimeMs()) - startedAtMs < outageMs) throw UNREACHABLE
    },
    giveUpInspection() {
      steps.givenUp += 1
      return Promise.resolve()
    },
  } satisfies InspectionActivities
  const worker = await Worker.create({
    ...{ workflowBundle: { codePath: process.env.WORKFLOW_BUNDLE ?? '' }, activities },
    ...{ connection: env.nativeConnection, namespace: SKIPPING_NAMESPACE, taskQueue: 'publish' },
    interceptors: { activity: [() => ({ inbound: domainErrors(() => Date.now()) })] },
  })
  const handle = env.client.workflow.getHandle(inspectVideoId(videoId))
  await worker.runUntil(async () => {
    await createInspectionRuns(env.client).start(videoId)
    await handle.result()
  })
  return { handle, ...steps }
}

test('a bucket that is out of reach for hours is waited for', async () => {
  const { attempts, givenUp } = await inspectAfter(3 * HOUR_MS)
  expect(attempts).toBeGreaterThan(30)
  expect(givenUp).toBe(0)
})

test('after a day the video is given up, and has a reason', async () => {
  const { handle, givenUp } = await inspectAfter(30 * HOUR_MS)
  expect(givenUp).toBe(1)
  await keepHistory(handle, 'video-given-up')
})
