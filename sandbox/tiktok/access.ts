import type { Account } from '../kernel/accounts'
import { Refusal } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Profile } from '../kernel/profiles'
import type { World } from '../kernel/world'
import { errorOf, failure } from './envelope'

export type Scope = Profile<'TIKTOK'>['scopes'][number]

/** What a call needs. */
export interface Admission {
  /** The endpoint's own window: calls a minute and token. */
  name: string
  perMinute: number
  /** One of them is enough. */
  scopes: readonly Scope[]
}

/**
 * The account behind the bearer token, with one of the token's calls of this minute used up.
 * @throws Refusal 401 `access_token_invalid`, 401 `scope_not_authorized`, 429 `rate_limit_exceeded`.
 */
export function admit(world: World, call: Call, { name, perMinute, scopes }: Admission): Account<'TIKTOK'> {
  const holder = world.accounts.byAccessToken('TIKTOK', call.bearer())
  if (!holder || !world.accounts.isLive(holder)) throw new Refusal(errorOf(401))
  if (!world.limits.admit(`tiktok/${name}/${holder.token.value}`, perMinute)) throw new Refusal(errorOf(429))
  if (!scopes.some((scope) => holder.account.profile.scopes.includes(scope))) throw scopeMissing(scopes)
  return holder.account
}

export const scopeMissing = (scopes: readonly Scope[]): Refusal =>
  new Refusal(failure(401, 'scope_not_authorized', `The user has not granted ${scopes.join(' or ')}.`))
