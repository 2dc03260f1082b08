import type { Account } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { World } from '../kernel/world'
import { apiError } from './errors'

/** The channel behind the bearer token. @throws Refusal 401 `authError`. */
export function authorize(world: World, call: Call): Account<'YOUTUBE'> {
  const holder = world.accounts.byAccessToken('YOUTUBE', call.bearer())
  if (!holder || !world.accounts.isLive(holder)) throw apiError(401, 'authError', 'Invalid Credentials')
  return holder.account
}

/** The resource parts that the caller named. @throws Refusal 400 `missingRequiredParameter`. */
export function partsOf(call: Call): string[] {
  const parts = call.query.getAll('part').flatMap((list) => list.split(','))
  if (parts.length === 0)
    throw apiError(400, 'missingRequiredParameter', 'No filter selected: part', 'youtube.parameter')
  return parts.map((part) => part.trim())
}

/** A resource with the named parts only. */
export function withParts(head: Record<string, unknown>, parts: string[], resource: Record<string, unknown>) {
  return { ...head, ...Object.fromEntries(Object.entries(resource).filter(([name]) => parts.includes(name))) }
}
