import type { TaskQueues } from '../../domain/ports/task-queues'
import { tellQueue } from '../../domain/task-queue'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { taskQueues } from '../schemas/task-queues'

export interface TaskQueuesDeps {
  queues: TaskQueues
}

/** Told by the API, since a queue that nobody polls has no worker to tell of it. */
export const listTaskQueues = ({ queues }: TaskQueuesDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/task-queues',
      operationId: 'listTaskQueues',
      summary: "Read what waits in Temporal's queues, for how long, and how many workers poll each",
      tag: 'Maintenance',
      scope: 'operate',
      answer: taskQueues,
      statuses: { 200: 'Every queue that jobs pass through' },
      problems: ['temporal-unavailable'],
    },
    async () => {
      const states = await queues.read().catch(() => {
        throw new ApiProblem('temporal-unavailable')
      })
      return { status: 200, body: { items: states.map(tellQueue) } }
    },
  )
