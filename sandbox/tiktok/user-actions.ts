import { z } from 'zod'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { ControlError, parse } from '../control/input'
import { namedPost, postVideos } from '../control/own-posts'
import { settledOutcome } from './arrival'
import { privacyOptions } from './posting-rules'
import type { Tasks } from './tasks'
import type { Videos } from './videos'
import { announce } from './webhooks'

const draft = z.strictObject({
  publishId: z.string(),
  title: z.string().default(''),
  privacyLevel: z.string().default('PUBLIC_TO_EVERYONE'),
})

/** What a user does in the TikTok app: finishes a draft from the inbox, posts public videos, deletes one, makes it private. */
export function userActions(world: World, tasks: Tasks, videos: Videos): PlatformHost['actions'] {
  const onVideo = (input: unknown, act: (postId: string) => boolean) => {
    const { postId } = parse(namedPost, input)
    if (!act(postId)) throw new ControlError(404, `there is no video ${postId}`)
  }
  return {
    'finish-draft': (input) => finishDraft(world, tasks, videos, parse(draft, input)),
    'post-videos': (input) =>
      postVideos(world, 'TIKTOK', input, (account, title) =>
        videos.addOwn(account, { title, privacyLevel: 'PUBLIC_TO_EVERYONE' }),
      ),
    'delete-video': (input) => onVideo(input, videos.remove),
    'hide-video': (input) => onVideo(input, videos.hide),
  }
}

function finishDraft(world: World, tasks: Tasks, videos: Videos, given: z.output<typeof draft>): void {
  const task = tasks.byPublishId(given.publishId)
  const account = task && world.accounts.find('TIKTOK', task.accountId)
  const nowMs = world.clock.nowMs()
  if (!account || task.post || settledOutcome(task, nowMs)?.kind !== 'done') {
    throw new ControlError(409, `${given.publishId} is no draft in an inbox`)
  }
  const { title, privacyLevel } = given
  if (!privacyOptions(account.profile).includes(privacyLevel)) {
    throw new ControlError(400, `the creator does not have ${privacyLevel}`)
  }
  task.finished = true
  const content = { publish_id: task.publishId, publish_type: 'INBOX_SHARE' }
  announce(world, task.accountId, 'post.publish.complete', content)
  videos.add(account, task, { title, privacyLevel }, nowMs)
}
