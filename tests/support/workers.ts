import type { Client } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { NativeConnection } from '@temporalio/worker'
import { assembleActivities } from '../../src/bin/worker-activities'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { createWebhookFanOut } from '../../src/database/webhooks/fan-out'
import type { Clock } from '../../src/domain/ports/clock'
import type { JobHands, JobRuns, NewJob } from '../../src/domain/ports/jobs'
import { connectionOptionsOf, createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { createWorkers } from '../../src/temporal/workers'
import type { Role } from '../../src/workflows/contract'
import { UNWATCHED } from './open-limits'
import type { PublisherWorld } from './publisher'
import { unreadRecorders } from './scrape'
import { SKIPPING_NAMESPACE } from './skipping'

export interface RunningWorkers {
  client: Client
  gateway: JobRuns
  hands: JobHands
  /** Accepts and starts a job as the API does. */
  publish(job: NewJob): Promise<void>
  stop(): Promise<void>
}

export const systemClock: Clock = { nowMs: () => Date.now() }

/**
 * Workers, of every role unless `roles` names them, with their real parts, on the run's Temporal server or on a time-skipping one.
 * @param given `bundle`: the file of other workflows than this checkout's
 */
export async function startWorkers(
  world: Pick<PublisherWorld, 'config' | 'prisma' | 'store'>,
  given: { clock?: Clock; env?: TestWorkflowEnvironment; bundle?: string; roles?: readonly Role[] } = {},
): Promise<RunningWorkers> {
  const { config, prisma, store } = world
  const clock = given.clock ?? systemClock
  const codePath = given.bundle ?? process.env.WORKFLOW_BUNDLE
  const connection = given.env?.nativeConnection ?? (await NativeConnection.connect(connectionOptionsOf(config)))
  const client = given.env?.client ?? createClient(config)
  const gateway = createGateway(client)
  const hands = createJobHands(prisma, clock)
  const recorders = unreadRecorders()
  const fanOut = createWebhookFanOut(prisma, clock)
  const workers = await createWorkers({
    connection,
    namespace: given.env ? SKIPPING_NAMESPACE : config.TEMPORAL_NAMESPACE,
    roles: given.roles ?? ['publish', 'upload'],
    uploadSlots: config.UPLOAD_SLOTS,
    activities: assembleActivities({
      ...{ config, prisma, client, store, clock, fanOut, recorders },
      watch: UNWATCHED,
    }),
    nowMs: clock.nowMs,
    recorders,
    ...(codePath && { workflows: { workflowBundle: { codePath } } }),
  })
  const running = Promise.all(workers.map((worker) => worker.run()))

  return {
    client,
    gateway,
    hands,
    async publish(job) {
      const accepted = await hands.accept({ principal: 'test', idempotency: null, jobs: [job] })
      if (accepted.outcome !== 'accepted') throw new Error(`The job was not accepted: ${accepted.outcome}`)
      await gateway.start({ ...job, generation: 1 })
    },
    async stop() {
      for (const worker of workers) worker.shutdown()
      await running
      if (given.env) return
      await client.connection.close()
      await connection.close()
    },
  }
}
