import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { settledOutcome } from './arrival'
import { parseBody, success } from './envelope'
import { ownTask, publishIdRequest } from './own-task'
import type { PublishTask, Tasks } from './tasks'
import type { Videos } from './videos'

/** `POST /v2/post/publish/status/fetch/`: how far a publish task is. */
export function statusFetch(world: World, tasks: Tasks, videos: Videos): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/status/fetch/',
    operations: ['status.fetch'],
    readOnly: true,
    handle: (call) => fetchStatus(world, tasks, videos, call),
  }
}

async function fetchStatus(world: World, tasks: Tasks, videos: Videos, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'status', perMinute: 30, scopes: ['video.publish', 'video.upload'] })
  const task = ownTask(tasks, account, await parseBody(call, publishIdRequest))
  const received = task.source.kind === 'FILE_UPLOAD' ? 'uploaded_bytes' : 'downloaded_bytes'
  return success({ ...stateOf(task, videos, world.clock.nowMs()), [received]: task.receivedBytes })
}

function stateOf(task: PublishTask, videos: Videos, nowMs: number): Record<string, unknown> {
  const outcome = settledOutcome(task, nowMs)
  if (!outcome) return { status: task.source.kind === 'FILE_UPLOAD' ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD' }
  if (outcome.kind === 'failed') return { status: 'FAILED', fail_reason: outcome.reason }
  if (!task.post && !task.finished) return { status: 'SEND_TO_USER_INBOX' }
  return { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: videos.toldIdsOf(task).map(BigInt) }
}
