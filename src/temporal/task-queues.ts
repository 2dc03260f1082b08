import type { ConnectionLike } from '@temporalio/client'
import { PLATFORMS } from '../domain/platform'
import type { Clock } from '../domain/ports/clock'
import type { TaskQueues } from '../domain/ports/task-queues'
import type { TaskQueue, TaskQueueState } from '../domain/task-queue'
import { COMMON_QUEUES, PUBLISH_QUEUE, remoteQueue, WEBHOOK_QUEUE } from '../workflows/contract'

const activities = (queue: string): TaskQueue => ({ queue, type: 'activity' })

/** Every queue that a worker of any role polls. */
export const TASK_QUEUES: readonly TaskQueue[] = [
  { queue: PUBLISH_QUEUE, type: 'workflow' },
  activities(PUBLISH_QUEUE),
  activities(WEBHOOK_QUEUE),
  ...PLATFORMS.flatMap((platform) => [
    activities(remoteQueue('upload', platform)),
    activities(remoteQueue('call', platform)),
  ]),
  activities(COMMON_QUEUES.upload),
]

/** `TaskQueueType` of Temporal's API. */
const TYPES = { workflow: 1, activity: 2 } as const

/** A poll lasts a minute at most, and the server remembers whoever has polled for five: who has died is not among them for long. */
const FRESH_MS = 120_000
/** Probes and scrapes that come together share one answer. */
const KEEP_MS = 2_000
const ANSWER_MS = 2_000

/**
 * Asks over `connection`: where that is a worker's own, an answer also tells that what its polls go through is there.
 */
export function createTaskQueues(
  connection: Pick<ConnectionLike, 'workflowService' | 'withDeadline'>,
  namespace: string,
  clock: Clock,
): TaskQueues {
  let last: { atMs: number; states: Promise<TaskQueueState[]> } | undefined

  async function stateOf({ queue, type }: TaskQueue): Promise<TaskQueueState> {
    const asked = { namespace, taskQueue: { name: queue }, taskQueueType: TYPES[type], reportStats: true }
    const { pollers, stats } = await connection.workflowService.describeTaskQueue(asked)
    const fresh = pollers.filter(({ lastAccessTime }) => clock.nowMs() - 1_000 * secondsOf(lastAccessTime) < FRESH_MS)
    return {
      queue,
      type,
      pollers: fresh.map(({ identity }) => String(identity)),
      backlogTasks: Number(stats?.approximateBacklogCount ?? 0),
      backlogAgeSeconds: secondsOf(stats?.approximateBacklogAge),
    }
  }

  const ask = () =>
    connection.withDeadline(clock.nowMs() + ANSWER_MS, () => Promise.all(TASK_QUEUES.map((queue) => stateOf(queue))))

  return {
    read() {
      const nowMs = clock.nowMs()
      if (!last || nowMs - last.atMs > KEEP_MS) last = { atMs: nowMs, states: ask() }
      return last.states
    },
  }
}

/** Of an instant since 1970, or of a duration; 0 where it is not told. */
const secondsOf = (time?: { seconds?: unknown; nanos?: number | null } | null): number =>
  Number(time?.seconds ?? 0) + (time?.nanos ?? 0) / 1e9
