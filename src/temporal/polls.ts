import type { Worker } from '@temporalio/worker'
import type { TaskQueueState } from '../domain/task-queue'

/**
 * Whether every worker takes tasks: it runs, and the server has seen its polls of late. Its own word alone tells nothing: it
 * has a poll outstanding while its connection is gone.
 */
export const arePolling = (workers: Worker[], states: TaskQueueState[]): boolean =>
  workers.every((worker) => worker.getState() === 'RUNNING' && isSeen(worker, states))

function isSeen(worker: Worker, states: TaskQueueState[]): boolean {
  const { taskQueue, identity } = worker.options
  const own = states.filter(({ queue }) => queue === taskQueue)
  return own.length > 0 && own.every(({ type, pollers }) => pollers.includes(identity) || isFull(worker, type))
}

/** Whoever has no slot free asks for no task: a worker whose uploads all take minutes is well. */
function isFull(worker: Worker, type: TaskQueueState['type']): boolean {
  const slots = worker.options.tuner.activityTaskSlotSupplier
  const running = worker.getStatus().numInFlightNonLocalActivities
  return type === 'activity' && slots.type === 'fixed-size' && running >= slots.numSlots
}
