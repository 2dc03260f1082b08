import type { Account } from '../kernel/accounts'
import { Refusal } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { World } from '../kernel/world'
import { errorOf } from './envelope'

/**
 * The account behind the bearer token, with one of the token's calls of this minute used up.
 * @throws Refusal 401 `access_token_invalid`, 429 `rate_limit_exceeded`.
 */
export function admit(world: World, call: Call, limit: { name: string; perMinute: number }): Account<'TIKTOK'> {
  const holder = world.accounts.byAccessToken('TIKTOK', call.bearer())
  if (!holder || !world.accounts.isLive(holder)) throw new Refusal(errorOf(401))
  if (!world.limits.admit(`tiktok/${limit.name}/${holder.token.value}`, limit.perMinute))
    throw new Refusal(errorOf(429))
  return holder.account
}
