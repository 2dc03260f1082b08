import { z } from 'zod'
import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { parseBody, success } from './envelope'
import { askedFields } from './video-fields'
import type { Videos } from './videos'

const queryRequest = z.object({ filters: z.object({ video_ids: z.array(z.string()).min(1).max(20) }) })

/** `POST /v2/video/query/`: the creator's videos by their ids. One that was deleted or made private is missing. */
export function videoQuery(world: World, videos: Videos): Endpoint {
  return {
    method: 'post',
    path: '/v2/video/query/',
    operations: ['video.query'],
    readOnly: true,
    handle: (call) => query(world, videos, call),
  }
}

async function query(world: World, videos: Videos, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'video.query', perMinute: 600, scopes: ['video.list'] })
  const { filters } = await parseBody(call, queryRequest)
  const fieldsOf = askedFields(call, account)
  const found = videos.visibleOf(account).filter(({ postId }) => filters.video_ids.includes(postId))
  return success({ videos: found.map((video) => fieldsOf(video, world.clock.nowMs())) })
}
