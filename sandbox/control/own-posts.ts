import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import type { Platform } from '../kernel/platform'
import type { World } from '../kernel/world'
import { ControlError, parse } from './input'

/** The post that an action is about. */
export const namedPost = z.strictObject({ postId: z.string() })

const ownPosts = z.strictObject({
  accountId: z.string(),
  caption: z.string().default(''),
  count: z.int().min(1).max(10_000).default(1),
})

/** A user posts videos in the platform's own app. @returns their ids, as the action's answer */
export function postVideos<P extends Platform>(
  world: World,
  platform: P,
  input: unknown,
  post: (account: Account<P>, caption: string) => string,
): { postIds: string[] } {
  const { accountId, caption, count } = parse(ownPosts, input)
  const account = world.accounts.find(platform, accountId)
  if (!account) throw new ControlError(404, `${platform} has no account ${accountId}`)
  return { postIds: Array.from({ length: count }, () => post(account, caption)) }
}
