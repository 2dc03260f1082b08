import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { admit } from './access'
import { failure, success } from './envelope'
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
  const account = admit(world, call, { name: 'creator_info', perMinute: 20 })
  const { profile, username } = account
  if (profile.banned) return failure(200, 'spam_risk_user_banned_from_posting', 'The user is banned from posting.')
  if (tasks.isAtDailyCap(account)) return failure(200, 'spam_risk_too_many_posts', 'The daily post cap is reached.')
  return success({
    creator_avatar_url: `https://p16.tiktokcdn.example/avatar/${encodeURIComponent(username)}.jpeg`,
    creator_username: username,
    creator_nickname: profile.nickname,
    privacy_level_options: profile.privacyLevelOptions,
    comment_disabled: profile.commentDisabled,
    duet_disabled: profile.duetDisabled,
    stitch_disabled: profile.stitchDisabled,
    max_video_post_duration_sec: profile.maxVideoPostDurationSec,
  })
}
