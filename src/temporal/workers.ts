import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker'
import type { Queue } from '../workflows/contract'
import { workflowSource } from './bundle'
import { domainErrors } from './failures'

type Activities = NonNullable<WorkerOptions['activities']>

export interface WorkerSetup {
  connection: NativeConnection
  namespace: string
  queues: readonly Queue[]
  /** Activities of each queue. */
  activities: Record<Queue, Activities>
  nowMs: () => number
  workflows?: ReturnType<typeof workflowSource>
}

/** Waiting publishes beyond this are evicted from memory and cost nothing until their timer fires. */
const MAX_CACHED_WORKFLOWS = 500
/** Each holds one stream open; memory does not grow with the size of the file. */
const MAX_UPLOADS = 20

/** One worker for each queue; a process may serve all of them. */
export function createWorkers({ workflows = workflowSource(), ...setup }: WorkerSetup): Promise<Worker[]> {
  const shared: Omit<WorkerOptions, 'taskQueue'> = {
    connection: setup.connection,
    namespace: setup.namespace,
    interceptors: { activity: [() => ({ inbound: domainErrors(setup.nowMs) })] },
    // A cancel reaches a running activity with the answer to a heartbeat: do not hold heartbeats back for long.
    maxHeartbeatThrottleInterval: '2 seconds',
    defaultHeartbeatThrottleInterval: '2 seconds',
    shutdownGraceTime: '20 seconds',
    shutdownForceTime: '30 seconds',
  }
  const special: Record<Queue, Partial<WorkerOptions>> = {
    publish: {
      ...workflows,
      maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
      // What waits for a worker that has died is given to another one after this.
      stickyQueueScheduleToStartTimeout: '5 seconds',
    },
    upload: { maxConcurrentActivityTaskExecutions: MAX_UPLOADS },
  }
  return Promise.all(
    setup.queues.map((queue) =>
      Worker.create({ ...shared, ...special[queue], taskQueue: queue, activities: setup.activities[queue] }),
    ),
  )
}
