import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker'
import { PLATFORMS } from '../domain/platform'
import {
  COMMON_QUEUES,
  PUBLISH_QUEUE,
  remoteQueue,
  WEBHOOK_QUEUE,
  type RemoteKind,
  type Role,
} from '../workflows/contract'
import { workflowSource, type WorkflowSource } from './bundle'
import { domainErrors } from './failures'
import { startDelays, type StartRecorder } from './start-delays'
import { activityTracing } from './tracing'

type Activities = NonNullable<WorkerOptions['activities']>

export interface WorkerSetup {
  connection: NativeConnection
  namespace: string
  roles: readonly Role[]
  /** `publish`: the short ones of our own. */
  activities: Record<'publish' | 'webhook' | RemoteKind, Activities>
  /** How many uploads of one platform run at once; each holds one stream open, and memory does not grow with the file. */
  uploadSlots: number
  nowMs: () => number
  recorders: StartRecorder
  workflows?: WorkflowSource
}

type QueueOptions = Partial<WorkerOptions> & { taskQueue: string }

/** Waiting publishes beyond this are evicted from memory and cost nothing until their timer fires. */
const MAX_CACHED_WORKFLOWS = 500
/** Commits, probes and lookups of one platform at once. */
const CALL_SLOTS = 100
/** Webhooks under way at once. */
const WEBHOOK_SLOTS = 100

/** One worker for each queue of the roles; a process may have all of them. */
export function createWorkers(setup: WorkerSetup): Promise<Worker[]> {
  const shared: Omit<WorkerOptions, 'taskQueue'> = {
    connection: setup.connection,
    namespace: setup.namespace,
    interceptors: {
      activity: [
        activityTracing,
        () => ({ inbound: startDelays(setup) }),
        () => ({ inbound: domainErrors(setup.nowMs) }),
      ],
    },
    // A cancel reaches a running activity with the answer to a heartbeat: do not hold heartbeats back for long.
    maxHeartbeatThrottleInterval: '2 seconds',
    defaultHeartbeatThrottleInterval: '2 seconds',
    shutdownGraceTime: '20 seconds',
    shutdownForceTime: '30 seconds',
  }
  const queues = setup.roles.flatMap((role) => queuesOf(role, setup))
  return Promise.all(
    queues.map((queue) =>
      Worker.create({ ...shared, ...queue, interceptors: { ...shared.interceptors, ...queue.interceptors } }),
    ),
  )
}

function queuesOf(role: Role, { activities, uploadSlots, workflows = workflowSource() }: WorkerSetup): QueueOptions[] {
  if (role === 'upload') {
    const uploads = { activities: activities.upload, maxConcurrentActivityTaskExecutions: uploadSlots }
    return [...remoteQueues('upload', uploads), { ...uploads, ...FEW_POLLS, taskQueue: COMMON_QUEUES.upload }]
  }
  const calls = { activities: activities.call, maxConcurrentActivityTaskExecutions: CALL_SLOTS }
  const own = {
    ...workflows,
    taskQueue: PUBLISH_QUEUE,
    activities: { ...activities.publish, ...activities.call },
    maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
    // What waits for a worker that has died is given to another one after this.
    stickyQueueScheduleToStartTimeout: '5 seconds' as const,
  }
  const webhooks = {
    taskQueue: WEBHOOK_QUEUE,
    activities: activities.webhook,
    maxConcurrentActivityTaskExecutions: WEBHOOK_SLOTS,
  }
  return [own, webhooks, ...remoteQueues('call', calls)]
}

/** The queue that only runs from before it is left to still use needs no more than one. */
const FEW_POLLS = { activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 } } as const

const remoteQueues = (kind: RemoteKind, options: Partial<WorkerOptions>): QueueOptions[] =>
  PLATFORMS.map((platform) => ({ ...options, taskQueue: remoteQueue(kind, platform) }))
