import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import { Refusal } from '../kernel/answer'
import { failure } from './envelope'
import type { PublishTask, Tasks } from './tasks'

export const publishIdRequest = z.object({ publish_id: z.string() })

/** The task that a call names. @throws Refusal 400 where there is none, or it is another account's. */
export function ownTask(
  tasks: Tasks,
  { accountId }: Account,
  { publish_id: publishId }: z.output<typeof publishIdRequest>,
): PublishTask {
  const task = tasks.byPublishId(publishId)
  if (!task) throw new Refusal(failure(400, 'invalid_publish_id', 'The publish_id does not exist.'))
  if (task.accountId === accountId) return task
  const code = 'token_not_authorized_for_specified_publish_id'
  throw new Refusal(failure(400, code, 'The publish_id belongs to another user.'))
}
