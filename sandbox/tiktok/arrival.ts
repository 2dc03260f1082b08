import type { World } from '../kernel/world'
import type { Outcome, PublishTask } from './tasks'
import type { Videos } from './videos'
import { announce } from './webhooks'

const publishType = ({ post }: PublishTask) => (post ? 'DIRECT_PUBLISH' : 'INBOX_SHARE')

/** What TikTok does with a video that has arrived whole: the point of no return. The account's profile decides the outcome. */
export function arrived(world: World, videos: Videos, task: PublishTask, sha256: string): void {
  const account = world.accounts.find('TIKTOK', task.accountId)
  if (!account) throw new Error(`account ${task.accountId} of ${task.publishId} is gone`)
  const { processing, processingSeconds, failReason } = account.profile
  const atMs = world.clock.nowMs() + processingSeconds * 1000
  task.sha256 = sha256
  if (processing === 'stuck') task.outcome = { kind: 'stuck' }
  else if (processing === 'fail') failTask(world, task, failReason ?? 'internal', atMs)
  else {
    task.outcome = { kind: 'done', atMs }
    const event = task.post ? 'post.publish.complete' : 'post.publish.inbox_delivered'
    announce(world, task.accountId, event, { publish_id: task.publishId, publish_type: publishType(task) }, atMs)
    if (task.post) videos.add(account, task, task.post, atMs)
  }
}

/** Ends a task without a post, unless it has ended. */
export function failTask(world: World, task: PublishTask, reason: string, atMs = world.clock.nowMs()): void {
  if (task.outcome) return
  task.outcome = { kind: 'failed', atMs, reason }
  const content = { publish_id: task.publishId, reason, publish_type: publishType(task) }
  announce(world, task.accountId, 'post.publish.failed', content, atMs)
}

/** What has become of a task by now; null: it is still being received or processed. */
export function settledOutcome({ outcome }: PublishTask, nowMs: number): Exclude<Outcome, { kind: 'stuck' }> | null {
  return outcome && outcome.kind !== 'stuck' && outcome.atMs <= nowMs ? outcome : null
}
