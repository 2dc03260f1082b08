import type { TaskQueueState } from '../task-queue'

export interface TaskQueues {
  /** Every queue that jobs pass through, whoever polls it. Rejects where Temporal does not answer. */
  read(): Promise<TaskQueueState[]>
}
