import { z } from 'zod'
import { type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { failure, parseBody, success } from './envelope'
import type { PublishTask, Tasks } from './tasks'

const SHOWN_TITLE_LENGTH = 150
const FIELDS = ['id', 'title', 'video_description', 'create_time', 'share_url'] as const

const listRequest = z.object({
  max_count: z.int().min(1).max(20).default(10),
  cursor: z.int().min(0).optional(),
})

/** `POST /v2/video/list/`: the creator's public videos, newest first; the cursor is the epoch ms before which to go on. */
export function videoList(world: World, tasks: Tasks): Endpoint {
  return {
    method: 'post',
    path: '/v2/video/list/',
    operations: ['video.list'],
    readOnly: true,
    handle: (call) => list(world, tasks, call),
  }
}

async function list(world: World, tasks: Tasks, call: Call): Promise<Answer> {
  const account = admit(world, call, { name: 'video.list', perMinute: 600 })
  const { max_count: maxCount, cursor = Infinity } = await parseBody(call, listRequest)
  const asked = (call.query.get('fields') ?? '').split(',').filter(Boolean)
  if (asked.length === 0 || asked.some((field) => !(FIELDS as readonly string[]).includes(field))) {
    return failure(400, 'invalid_params', `fields must be among ${FIELDS.join(',')}`)
  }
  const nowMs = world.clock.nowMs()
  const videos = tasks
    .all()
    .filter((task) => task.accountId === account.accountId)
    .flatMap((task) => publicVideo(task, nowMs))
    .filter(({ createdAtMs }) => createdAtMs < cursor)
    .sort((a, b) => b.createdAtMs - a.createdAtMs)
  const page = videos.slice(0, maxCount)
  return success({
    videos: page.map(({ fields }) => Object.fromEntries(asked.map((name) => [name, fields[name]]))),
    cursor: page.at(-1)?.createdAtMs ?? nowMs,
    has_more: videos.length > page.length,
  })
}

function publicVideo({ verdict, title, privacyLevel }: PublishTask, nowMs: number) {
  if (verdict?.outcome !== 'published' || privacyLevel !== 'PUBLIC_TO_EVERYONE' || verdict.publicIdAtMs > nowMs)
    return []
  const shownTitle = title.slice(0, SHOWN_TITLE_LENGTH)
  const fields: Record<string, unknown> = {
    id: verdict.postId,
    title: shownTitle,
    video_description: shownTitle,
    create_time: Math.floor(verdict.atMs / 1000),
    share_url: verdict.url,
  }
  return [{ createdAtMs: verdict.atMs, fields }]
}
