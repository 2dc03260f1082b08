import { Gauge } from 'prom-client'
import type { TaskQueues } from '../domain/ports/task-queues'
import type { MetricsPart } from './metrics'

/** What waits in Temporal's queues: the server's, and so the same on every worker. */
export const queueMetrics =
  (queues: TaskQueues): MetricsPart =>
  (registry) => {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `publisher_task_queue_${name}`, help, labelNames: ['queue', 'type'], registers: [registry] })
    const age = gauge('backlog_age_seconds', 'How long the oldest task of a queue has been waiting for a worker')
    const tasks = gauge('backlog_tasks', 'Tasks of a queue that wait for a worker')
    const pollers = gauge('pollers', 'Worker processes that have polled a queue in the last two minutes')
    return async () => {
      for (const { queue, type, ...state } of await queues.read()) {
        age.set({ queue, type }, state.backlogAgeSeconds)
        tasks.set({ queue, type }, state.backlogTasks)
        pollers.set({ queue, type }, state.pollers.length)
      }
    }
  }
