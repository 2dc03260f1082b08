import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { failure, success } from './envelope'
import { postingRefusal, privacyOptions } from './posting-rules'
import type { Tasks } from './tasks'

/** `POST /v2/post/publish/creator_info/query/`. A creator who may not post is told so with HTTP 200. */
export function creatorInfo(world: World, tasks: Tasks): Endpoint {
  return {
    method: 'post',
    path: '/v2/post/publish/creator_info/query/',
    operations: ['creator_info.query'],
    readOnly: true,
    handle: (call) => query(world, tasks, call),
  }
}

function query(world: World, tasks: Tasks, call: Call): Answer {
  const account = admit(world, call, { name: 'creator_info', perMinute: 20, scopes: ['video.publish'] })
  const refusal = postingRefusal(account, tasks)
  if (refusal) return failure(200, refusal.code, refusal.message)
  const { profile, username } = account
  return success({
    creator_avatar_url: `https://p16.tiktokcdn.example/avatar/${encodeURIComponent(username)}.jpeg`,
    creator_username: username,
    creator_nickname: profile.nickname,
    privacy_level_options: privacyOptions(profile),
    comment_disabled: profile.commentDisabled,
    duet_disabled: profile.privateAccount || profile.duetDisabled,
    stitch_disabled: profile.privateAccount || profile.stitchDisabled,
    max_video_post_duration_sec: profile.maxVideoPostDurationSec,
  })
}
