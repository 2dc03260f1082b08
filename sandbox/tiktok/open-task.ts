import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import { Refusal, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { chunkPlanFault } from './chunk-plan'
import { failure, success } from './envelope'
import { pullUrlFault, startPull } from './pull'
import type { PostText, PublishTask, Tasks } from './tasks'
import type { Videos } from './videos'

const whole = z.int().min(1)

export const sourceInfo = z.discriminatedUnion('source', [
  z.object({ source: z.literal('FILE_UPLOAD'), video_size: whole, chunk_size: whole, total_chunk_count: whole }),
  z.object({ source: z.literal('PULL_FROM_URL'), video_url: z.string() }),
])

interface Opening {
  call: Call
  account: Account<'TIKTOK'>
  /** Null: a draft. */
  post: PostText | null
  source: z.output<typeof sourceInfo>
}

/**
 * Opens a task and answers with its names; a pull begins at once.
 * @throws Refusal 400 where chunks or URL break a rule, 403 `url_ownership_unverified`.
 */
export function openTask(world: World, tasks: Tasks, videos: Videos, { call, account, post, source }: Opening): Answer {
  const task: PublishTask = {
    publishId: `${post ? 'v_pub' : 'v_inbox'}_${FAMILIES[source.source]}.${world.ids.below(10n ** 19n)}`,
    accountId: account.accountId,
    post,
    source: checkedSource(world, source),
    createdAtMs: world.clock.nowMs(),
    receivedBytes: 0,
  }
  tasks.all().push(task)
  startPull(world, videos, task)
  const { publishId: publish_id } = task
  if (task.source.kind === 'PULL_FROM_URL') return success({ publish_id })
  const upload_url = `${call.origin}/tiktok/upload/video?upload_token=${task.source.uploadToken}`
  return success({ publish_id, upload_url })
}

const FAMILIES = { FILE_UPLOAD: 'file~v2-1', PULL_FROM_URL: 'url~v2' } as const

function checkedSource(world: World, source: z.output<typeof sourceInfo>): PublishTask['source'] {
  if (source.source === 'PULL_FROM_URL') {
    const fault = pullUrlFault(source.video_url, settingsOf(world, 'TIKTOK'))
    if (fault === 'invalid') throw invalid('video_url must be an https URL with a host name')
    if (fault) throw new Refusal(failure(403, 'url_ownership_unverified', 'Verify the ownership of the URL.'))
    return { kind: 'PULL_FROM_URL', videoUrl: source.video_url }
  }
  const plan = {
    sizeBytes: source.video_size,
    chunkSizeBytes: source.chunk_size,
    chunkCount: source.total_chunk_count,
  }
  const fault = chunkPlanFault(plan)
  if (fault) throw invalid(fault)
  return { kind: 'FILE_UPLOAD', ...plan, uploadToken: world.ids.text(43) }
}

const invalid = (message: string): Refusal => new Refusal(failure(400, 'invalid_param', message))
