import type { Account, Holder } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { World } from '../kernel/world'
import { graphError } from './errors'

/** Parameters by query, form or JSON body, as the Graph API takes them. Values of a JSON body become text. */
export async function parametersOf(call: Call): Promise<URLSearchParams> {
  const parameters = new URLSearchParams(call.query)
  const isJson = call.header('content-type')?.startsWith('application/json')
  const body = isJson ? Object.entries((await call.json()) ?? {}) : await call.form()
  for (const [name, value] of body) parameters.set(name, String(value))
  return parameters
}

/** The holder of the token, which comes by header, query or body. */
export async function holderOf(world: World, call: Call): Promise<Holder<'INSTAGRAM'> | undefined> {
  const token = call.bearer() ?? (await parametersOf(call)).get('access_token') ?? undefined
  return world.accounts.byAccessToken('INSTAGRAM', token)
}

/**
 * The account that calls a versioned path.
 * @throws Refusal 190 with 458 (app removed), 463 (expired) or without subcode (unknown token), 100/33 for a path without version.
 */
export async function authorize(world: World, call: Call): Promise<Account<'INSTAGRAM'>> {
  if (!/^v\d+\.\d+$/.test(call.param('version'))) throw graphError('objectMissing')
  return requireLive(world, await holderOf(world, call)).account
}

/** As `authorize`, on a path below the account's own id. @throws Refusal 100/33 for another's id. */
export async function authorizeOwner(world: World, call: Call): Promise<Account<'INSTAGRAM'>> {
  const account = await authorize(world, call)
  if (call.param('id') !== account.accountId) throw graphError('objectMissing')
  return account
}

export function requireLive(world: World, holder: Holder<'INSTAGRAM'> | undefined): Holder<'INSTAGRAM'> {
  if (!holder) throw graphError('invalidToken')
  if (holder.account.profile.revoked) throw graphError('appRemoved')
  if (world.accounts.isExpired(holder.token)) throw graphError('expiredToken')
  return holder
}

/** The fields that the caller asked for, and the id, which the Graph API always adds. */
export function pickFields(call: Call, node: Record<string, unknown>): Record<string, unknown> {
  const asked = (call.query.get('fields') ?? 'id').split(',')
  return Object.fromEntries(Object.entries(node).filter(([name]) => name === 'id' || asked.includes(name)))
}
