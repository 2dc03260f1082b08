import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import { Refusal, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { admit } from './access'
import { failure, parseBody } from './envelope'
import { openTask, sourceInfo } from './open-task'
import { draftRefusal, postFault, postingRefusal, type Fault } from './posting-rules'
import type { Tasks } from './tasks'
import type { Videos } from './videos'

const INIT_PER_MINUTE = 6

const directPost = z.object({
  post_info: z.object({
    privacy_level: z.string(),
    title: z.string().default(''),
    disable_duet: z.boolean().optional(),
    disable_stitch: z.boolean().optional(),
    disable_comment: z.boolean().optional(),
    video_cover_timestamp_ms: z.int().optional(),
    brand_content_toggle: z.boolean().default(false),
    brand_organic_toggle: z.boolean().optional(),
    is_aigc: z.boolean().optional(),
  }),
  source_info: sourceInfo,
})

/** A draft has no say in what the post will be. */
const inboxDraft = z.strictObject({ source_info: sourceInfo })

/** `POST /v2/post/publish/video/init/`: opens a direct post. No idempotency key: each success is a new task. */
export function videoInit(world: World, tasks: Tasks, videos: Videos): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/video/init/',
    operations: ['video.init'],
    handle: async (call) => {
      const account = admit(world, call, { name: 'video.init', perMinute: INIT_PER_MINUTE, scopes: ['video.publish'] })
      const request = await parseBody(call, directPost)
      const post = checkedPost(world, account, request.post_info)
      refuseFor(postingRefusal(account, tasks))
      return openTask(world, tasks, videos, { call, account, post, source: request.source_info })
    },
  }
}

/** `POST /v2/post/publish/inbox/video/init/`: opens a draft that the user finishes by hand. */
export function inboxInit(world: World, tasks: Tasks, videos: Videos): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/inbox/video/init/',
    operations: ['inbox.video.init'],
    handle: (call) => initDraft(world, tasks, videos, call),
  }
}

async function initDraft(world: World, tasks: Tasks, videos: Videos, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'inbox.init', perMinute: INIT_PER_MINUTE, scopes: ['video.upload'] })
  const { source_info: source } = await parseBody(call, inboxDraft)
  refuseFor(draftRefusal(account, tasks))
  return openTask(world, tasks, videos, { call, account, post: null, source })
}

function checkedPost(
  world: World,
  account: Account<'TIKTOK'>,
  {
    title,
    privacy_level: privacyLevel,
    brand_content_toggle: isBrandContent,
  }: z.output<typeof directPost>['post_info'],
) {
  const post = { title, privacyLevel }
  refuseFor(postFault(account, { ...post, isBrandContent }, settingsOf(world, 'TIKTOK')))
  return post
}

function refuseFor(fault: (Fault & { status?: number }) | null): void {
  if (fault) throw new Refusal(failure(fault.status ?? 403, fault.code, fault.message))
}
