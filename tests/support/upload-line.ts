import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { WorkflowHandle } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import type { CommitReply } from '../../src/activities/commit'
import type { ClaimedWork } from '../../src/activities/rows'
import type { Pacing } from '../../src/domain/pacing'
import type { RunId } from '../../src/domain/ports/run'
import type { PriorityKey } from '../../src/domain/urgency'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { createWorkers } from '../../src/temporal/workers'
import { makeNamespace } from '../faults/matrix/namespace'
import { until } from './until'
import { unreadRecorders } from './scrape'

/** Real runs on the real server that stand in line for the two upload slots of one worker; the steps alone are stand-ins. */
export interface UploadLine {
  /** Starts so many runs, as urgent as their rows would have said; resolves when their uploads stand in line. */
  submit(count: number, userId: string, priorityKey: PriorityKey): Promise<string[]>
  /** Lets the uploads begin. @returns which of all some jobs were, from 1, once they have begun */
  placesOf(jobIds: string[]): Promise<number[]>
  close(): Promise<void>
}

/** The server looks for the next one in several partitions of its queue, which takes it milliseconds. */
const UPLOAD_MS = 50

const MINUTE: Pacing = {
  requestTimeoutMs: 60_000,
  commitTimeoutMs: 60_000,
  commitSettleMs: 60_000,
  uploadTimeoutMs: 600_000,
  heartbeatTimeoutMs: 600_000,
  retryIntervalMs: 60_000,
  retryMaxIntervalMs: 60_000,
  pollIntervalMs: 60_000,
  rateLimitWaitMs: 60_000,
  confirmBudgetMs: 60_000,
  unconfirmedIntervalMs: 60_000,
  enrichBudgetMs: 60_000,
  reconnectWaitMs: 60_000,
}

export async function openUploadLine(): Promise<UploadLine> {
  const { TEMPORAL_ADDRESS = '', WORKFLOW_BUNDLE: codePath = '' } = process.env
  const namespace = `line-${randomBytes(4).toString('hex')}`
  await makeNamespace(TEMPORAL_ADDRESS, namespace)
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS })
  const client = createClient({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: namespace })
  const gateway = createGateway(client)
  const urgency = new Map<string, PriorityKey>()
  const { activities, begun, letGo } = standIns(urgency)
  const workers = await createWorkers({
    ...{ connection, namespace, activities, uploadSlots: 2 },
    roles: ['publish', 'upload'],
    nowMs: () => Date.now(),
    recorders: unreadRecorders(),
    workflows: { workflowBundle: { codePath } },
  })
  const running = Promise.all(workers.map((worker) => worker.run()))

  return {
    async submit(count, userId, priorityKey) {
      const jobIds = Array.from({ length: count }, () => `publish-${randomUUID()}`)
      const run = { generation: 1, userId, videoId: 'video', platform: 'YOUTUBE', scheduledFor: null } as const
      for (const jobId of jobIds) {
        urgency.set(jobId, priorityKey)
        await gateway.start({ ...run, jobId })
      }
      for (const jobId of jobIds) await until(() => stands(client.workflow.getHandle(jobId)))
      return jobIds
    },
    async placesOf(jobIds) {
      letGo()
      return until(() =>
        Promise.resolve(jobIds.every((id) => begun.includes(id)) && jobIds.map((id) => begun.indexOf(id) + 1)),
      )
    },
    async close() {
      for (const worker of workers) worker.shutdown()
      await running
      await client.connection.close()
      await connection.close()
    },
  }
}

const stands = async (run: WorkflowHandle): Promise<boolean> =>
  (await run.describe()).raw.pendingActivities?.length === 1

function standIns(urgency: ReadonlyMap<string, PriorityKey>) {
  const begun: string[] = []
  const recorded = new Set<string>()
  let letGo = (): void => {}
  const gone = new Promise<void>((resolve) => (letGo = resolve))
  const identity = { platformPostId: 'post', provisionalId: 'post', url: 'https://post' }

  const claimRun = ({ jobId }: RunId): Promise<ClaimedWork> => {
    const priorityKey = urgency.get(jobId)
    return Promise.resolve(
      recorded.has(jobId)
        ? { move: { kind: 'end' }, phase: 'published', problem: null, pacing: MINUTE }
        : {
            ...{ move: { kind: 'publish' }, phase: 'preparing', problem: null, pacing: MINUTE, platform: 'YOUTUBE' },
            ...(priorityKey !== undefined && { priorityKey }),
          },
    )
  }
  const recordPost = ({ jobId }: RunId) => Promise.resolve(void recorded.add(jobId))
  const upload = async ({ jobId }: RunId) => {
    await gone
    begun.push(jobId)
    await pause(UPLOAD_MS)
  }
  const commit = (): Promise<CommitReply> =>
    Promise.resolve({ outcome: 'published', post: { ...identity, complete: true, warnings: [] } })
  return {
    activities: { publish: { claimRun, recordPost }, call: { commit }, webhook: { commit }, upload: { upload } },
    begun,
    letGo,
  }
}
