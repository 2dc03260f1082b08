import { z } from 'zod'
import { type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { failure, parseBody, success } from './envelope'
import type { PublishTask, Tasks } from './tasks'

const statusRequest = z.object({ publish_id: z.string() })

/** `POST /v2/post/publish/status/fetch/`: how far a publish task is. */
export function statusFetch(world: World, tasks: Tasks): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/status/fetch/',
    operations: ['status.fetch'],
    readOnly: true,
    handle: (call) => fetchStatus(world, tasks, call),
  }
}

async function fetchStatus(world: World, tasks: Tasks, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'status', perMinute: 30 })
  const { publish_id: publishId } = await parseBody(call, statusRequest)
  const task = tasks.byPublishId(publishId)
  if (!task) return failure(400, 'invalid_publish_id', 'The publish_id does not exist.')
  if (task.accountId !== account.accountId) {
    return failure(400, 'token_not_authorized_for_specified_publish_id', 'The publish_id belongs to another user.')
  }
  return success({ ...stateOf(task, world.clock.nowMs()), uploaded_bytes: task.uploadedBytes })
}

function stateOf({ verdict, privacyLevel }: PublishTask, nowMs: number): Record<string, unknown> {
  if (!verdict || verdict.outcome === 'stuck' || nowMs < verdict.atMs) return { status: 'PROCESSING_UPLOAD' }
  if (verdict.outcome === 'failed') return { status: 'FAILED', fail_reason: verdict.reason }
  const isTold = privacyLevel === 'PUBLIC_TO_EVERYONE' && nowMs >= verdict.publicIdAtMs
  return { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: isTold ? [BigInt(verdict.postId)] : [] }
}
