import type { Account } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { World } from '../kernel/world'
import { apiError } from './errors'

const SCOPE_PREFIX = 'https://www.googleapis.com/auth/'

/** Scopes of which one is enough, by the kind of call. */
export const SCOPES = {
  upload: ['youtube.upload', 'youtube', 'youtube.force-ssl'],
  write: ['youtube', 'youtube.force-ssl'],
  read: ['youtube.readonly', 'youtube', 'youtube.force-ssl'],
  analytics: ['yt-analytics.readonly'],
} as const

/** The channel behind the bearer token. @throws Refusal 401 `authError`, 403 `insufficientPermissions` without one of the scopes. */
export function authorize(world: World, call: Call, scopes: readonly string[]): Account<'YOUTUBE'> {
  const holder = world.accounts.byAccessToken('YOUTUBE', call.bearer())
  if (!holder || !world.accounts.isLive(holder)) throw apiError(401, 'authError', 'Invalid Credentials')
  const granted: readonly string[] = holder.account.profile.scopes
  if (scopes.some((scope) => granted.includes(`${SCOPE_PREFIX}${scope}`))) return holder.account
  throw apiError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.')
}

/** The resource parts that the caller named. @throws Refusal 400 `missingRequiredParameter`. */
export function partsOf(call: Call): string[] {
  return required(call, 'part')
}

/** The values of a parameter that may be repeated or hold a list. @throws Refusal 400 `missingRequiredParameter` without any. */
export function required(call: Call, name: string): string[] {
  const values = call.query.getAll(name).flatMap((list) => list.split(','))
  if (values.length === 0) throw missing(name)
  return values.map((value) => value.trim())
}

/** @throws Refusal 400 `invalidParameter` over 50. */
export function idsOf(call: Call): string[] {
  const ids = required(call, 'id')
  if (ids.length > 50) throw apiError(400, 'invalidParameter', 'At most 50 ids.', 'youtube.parameter')
  return ids
}

export const missing = (name: string) =>
  apiError(400, 'missingRequiredParameter', `Missing required parameter: ${name}`, 'youtube.parameter')

/** A resource with the named parts only. */
export function withParts(head: Record<string, unknown>, parts: string[], resource: Record<string, unknown>) {
  return { ...head, ...Object.fromEntries(Object.entries(resource).filter(([name]) => parts.includes(name))) }
}
