import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { failTask } from './arrival'
import { failure, parseBody, success } from './envelope'
import { ownTask, publishIdRequest } from './own-task'
import type { Tasks } from './tasks'

/** `POST /v2/post/publish/cancel/`: ends a task whose video has not arrived whole. */
export function postCancel(world: World, tasks: Tasks): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/cancel/',
    operations: ['post.cancel'],
    handle: (call) => cancel(world, tasks, call),
  }
}

async function cancel(world: World, tasks: Tasks, call: Call): Promise<Answer> {
  // The limit is not documented; it is taken to be that of the status.
  const account = admit(world, call, { name: 'cancel', perMinute: 30, scopes: ['video.publish', 'video.upload'] })
  const task = ownTask(tasks, account, await parseBody(call, publishIdRequest))
  if (task.outcome) return failure(400, 'publish_not_cancellable', 'The publish can no longer be cancelled.')
  failTask(world, task, 'publish_cancelled')
  return success({})
}
