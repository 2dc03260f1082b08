import type { Account, Holder } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { World } from '../kernel/world'
import { graphError, revokedError } from './errors'
import type { Graph } from './graph'

/** Those that live in November 2026. */
const VERSIONS = ['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', 'v26.0']

/** Parameters by query, form or JSON body, as the Graph API takes them. Values of a JSON body become text. */
export async function parametersOf(call: Call): Promise<URLSearchParams> {
  const parameters = new URLSearchParams(call.query)
  const isJson = call.header('content-type')?.startsWith('application/json')
  const body = isJson ? Object.entries((await call.json()) ?? {}) : await call.form()
  for (const [name, value] of body) parameters.set(name, String(value))
  return parameters
}

/** The token of the header, `Bearer` or `OAuth`. */
export const headerToken = (call: Call): string | undefined =>
  /^(?:Bearer|OAuth) (.+)$/i.exec(call.header('authorization') ?? '')?.[1]

/** The holder of the token, which comes by header, query or body. */
export async function holderOf(world: World, call: Call): Promise<Holder<'INSTAGRAM'> | undefined> {
  const token = headerToken(call) ?? (await parametersOf(call)).get('access_token') ?? undefined
  return world.accounts.byAccessToken('INSTAGRAM', token)
}

/**
 * The account that calls a versioned path.
 * @throws Refusal 190 with 458, 460 or 467 (revoked), 463 (expired) or without subcode (unknown token, or one of the other
 * login), 2500 for a path without a version that lives.
 */
export async function authorize({ world, login }: Graph, call: Call): Promise<Account<'INSTAGRAM'>> {
  requireVersion(call)
  const { account } = requireLive(world, await holderOf(world, call))
  if (account.profile.login !== login) throw graphError('invalidToken')
  return account
}

/** As `authorize`, on a path below the account's own id. @throws Refusal 100/33 for another's id. */
export async function authorizeOwner(graph: Graph, call: Call): Promise<Account<'INSTAGRAM'>> {
  const account = await authorize(graph, call)
  if (call.param('id') !== account.accountId) throw graphError('objectMissing')
  return account
}

export function requireVersion(call: Call): void {
  if (!VERSIONS.includes(call.param('version'))) throw graphError('unknownPath')
}

export function requireLive(world: World, holder: Holder<'INSTAGRAM'> | undefined): Holder<'INSTAGRAM'> {
  if (!holder) throw graphError('invalidToken')
  const { revoked, revokedAs } = holder.account.profile
  if (revoked) throw revokedError(revokedAs)
  if (world.accounts.isExpired(holder.token)) throw graphError('expiredToken')
  return holder
}

/** @throws Refusal 10 when the user did not grant a permission, whose name depends on the login. */
export function requireScope(
  { profile }: Account<'INSTAGRAM'>,
  name: 'basic' | 'content_publish' | 'manage_insights',
): void {
  const scope = profile.login === 'instagram' ? (`instagram_business_${name}` as const) : (`instagram_${name}` as const)
  if (!profile.scopes.includes(scope)) throw graphError('permissionMissing')
}

/** The fields that the caller asked for, and the id, which the Graph API always adds. */
export const pickFields = (call: Call, node: Record<string, unknown>): Record<string, unknown> =>
  pick(call.query.get('fields') ?? '', node)

/** `id,other{id,name}`: a field that is a node itself shows no more than its id unless its own fields are asked for. */
function pick(fields: string, node: Record<string, unknown>): Record<string, unknown> {
  const asked = new Map([...fields.matchAll(/(\w+)(?:\{([^}]*)\})?/g)].map(([, name, inner]) => [name, inner ?? '']))
  const shown = Object.entries(node).filter(([name]) => name === 'id' || asked.has(name))
  return Object.fromEntries(
    shown.map(([name, value]) => [name, isNode(value) ? pick(asked.get(name) ?? '', value) : value]),
  )
}

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'id' in value
