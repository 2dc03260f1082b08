import { z } from 'zod'

const taskQueue = z
  .object({
    queue: z.string().meta({ examples: ['upload-tiktok'] }),
    type: z.enum(['workflow', 'activity']),
    state: z.enum(['served', 'waiting', 'unserved']).meta({
      description: '`waiting`: tasks have been waiting for a minute or longer; `unserved`: no worker polls it',
    }),
    pollers: z.int().meta({ description: 'Worker processes that have polled it in the last two minutes' }),
    backlogTasks: z.int().meta({ description: 'Tasks that wait for a worker, about' }),
    backlogAgeSeconds: z.number().meta({ description: 'How long the oldest of them has been waiting, about' }),
  })
  .meta({ id: 'TaskQueue' })

export const taskQueues = z.object({ items: z.array(taskQueue) }).meta({ id: 'TaskQueues' })
