/** One queue of Temporal's, and what lies in it. */
export interface TaskQueue {
  queue: string
  type: 'workflow' | 'activity'
}

/** What Temporal tells of a queue at this moment. */
export interface TaskQueueState extends TaskQueue {
  /** Identities of the workers that have polled it just now. */
  pollers: string[]
  backlogTasks: number
  /** How long the oldest of its tasks has been waiting; 0 where none waits. */
  backlogAgeSeconds: number
}

export type TaskQueueService = 'served' | 'waiting' | 'unserved'

/**
 * A task is taken in milliseconds while a slot is free. Bulk may wait for slots much longer and be well, but from here on
 * somebody who looks at a slow publish should be told that it is the queue.
 */
const WAITING_FROM_SECONDS = 60

/** `unserved`: nobody polls it. `waiting`: it is polled, and tasks wait longer than they do where there is room. */
export function serviceOf({ pollers, backlogAgeSeconds }: TaskQueueState): TaskQueueService {
  if (pollers.length === 0) return 'unserved'
  return backlogAgeSeconds >= WAITING_FROM_SECONDS ? 'waiting' : 'served'
}

/** What people and machines are told of a queue: how many poll it, and no identity of theirs. */
export const tellQueue = (state: TaskQueueState) => {
  const { queue, type, pollers, backlogTasks, backlogAgeSeconds } = state
  return { queue, type, state: serviceOf(state), pollers: pollers.length, backlogTasks, backlogAgeSeconds }
}
