import { z } from 'zod'
import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { parseBody, success } from './envelope'
import { askedFields } from './video-fields'
import type { Videos } from './videos'

const listRequest = z.object({
  max_count: z.int().min(1).max(20).default(10),
  cursor: z.int().min(0).optional(),
})

/** `POST /v2/video/list/`: the creator's public videos, newest first; the cursor is the epoch ms before which to go on. */
export function videoList(world: World, videos: Videos): Endpoint {
  return {
    method: 'post',
    path: '/v2/video/list/',
    operations: ['video.list'],
    readOnly: true,
    handle: (call) => list(world, videos, call),
  }
}

async function list(world: World, videos: Videos, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'video.list', perMinute: 600, scopes: ['video.list'] })
  const { max_count: maxCount, cursor = Infinity } = await parseBody(call, listRequest)
  const fieldsOf = askedFields(call, account)
  const nowMs = world.clock.nowMs()
  const left = videos.visibleOf(account).filter(({ createdAtMs }) => createdAtMs < cursor)
  const page = left.slice(0, maxCount)
  return success({
    videos: page.map((video) => fieldsOf(video, nowMs)),
    cursor: page.at(-1)?.createdAtMs ?? nowMs,
    has_more: left.length > page.length,
  })
}
