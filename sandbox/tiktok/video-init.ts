import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import { Refusal, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { chunkPlanFault } from './chunk-plan'
import { failure, parseBody, success } from './envelope'
import type { Tasks } from './tasks'

const UPLOAD_LIFE_MS = 3_600_000
const MAX_TITLE_UTF16 = 2200

const initRequest = z.object({
  post_info: z.object({
    privacy_level: z.string(),
    title: z.string().optional(),
    disable_duet: z.boolean().optional(),
    disable_stitch: z.boolean().optional(),
    disable_comment: z.boolean().optional(),
    video_cover_timestamp_ms: z.int().optional(),
    brand_content_toggle: z.boolean().optional(),
    brand_organic_toggle: z.boolean().optional(),
    is_aigc: z.boolean().optional(),
  }),
  source_info: z.object({
    source: z.literal('FILE_UPLOAD'),
    video_size: z.int().min(1),
    chunk_size: z.int().min(1),
    total_chunk_count: z.int().min(1),
  }),
})

type InitRequest = z.infer<typeof initRequest>

/** `POST /v2/post/publish/video/init/`: opens a direct post. No idempotency key: each success is a new task. */
export function videoInit(world: World, tasks: Tasks): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/video/init/',
    operations: ['video.init'],
    handle: (call) => init(world, tasks, call),
  }
}

async function init(world: World, tasks: Tasks, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'video.init', perMinute: 6 })
  const request = await parseBody(call, initRequest)
  refuseForbidden(account, tasks, request)
  const { post_info: post, source_info: source } = request
  const plan = {
    sizeBytes: source.video_size,
    chunkSizeBytes: source.chunk_size,
    chunkCount: source.total_chunk_count,
  }
  const fault = chunkPlanFault(plan)
  if (fault) return failure(400, 'invalid_param', fault)
  const createdAtMs = world.clock.nowMs()
  const task = {
    ...plan,
    publishId: `v_pub_file~v2-1.${world.ids.below(10n ** 19n)}`,
    uploadToken: world.ids.text(43),
    accountId: account.accountId,
    title: post.title ?? '',
    privacyLevel: post.privacy_level,
    createdAtMs,
    uploadExpiresAtMs: createdAtMs + UPLOAD_LIFE_MS,
    uploadedBytes: 0,
  }
  tasks.all().push(task)
  const uploadUrl = `${call.origin}/tiktok/upload/video?upload_token=${task.uploadToken}`
  return success({ publish_id: task.publishId, upload_url: uploadUrl })
}

function refuseForbidden(account: Account<'TIKTOK'>, tasks: Tasks, { post_info: post }: InitRequest): void {
  const { profile } = account
  const refuse = (status: number, code: string, message: string) => {
    throw new Refusal(failure(status, code, message))
  }
  if (profile.banned) refuse(403, 'spam_risk_user_banned_from_posting', 'The user is banned from posting.')
  if (tasks.isAtDailyCap(account)) refuse(403, 'spam_risk_too_many_posts', 'The daily post cap is reached.')
  if (!(profile.privacyLevelOptions as string[]).includes(post.privacy_level)) {
    refuse(403, 'privacy_level_option_mismatch', 'The privacy level is not among the options of the creator.')
  }
  if (post.brand_content_toggle && post.privacy_level === 'SELF_ONLY') {
    refuse(400, 'invalid_param', 'Branded content cannot be set to private.')
  }
  if ((post.title?.length ?? 0) > MAX_TITLE_UTF16) refuse(400, 'invalid_param', 'The title is over 2200 UTF-16 units.')
}
