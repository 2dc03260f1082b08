import type { Holder } from '../kernel/accounts'
import { json } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { SCOPES } from '../kernel/scopes'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { holderOf, pickFields, requireLive, requireVersion } from './access'
import { graphError, parameterError } from './errors'
import { pageId, sameUser, userId } from './facebook-users'

/** Who a Facebook token speaks for, and what the user has let the app do. */
export function facebookReads(world: World): Endpoint[] {
  const path = '/:version/me/permissions'
  return [
    {
      method: 'get',
      path: '/:version/me',
      operations: ['me.get'],
      readOnly: true,
      handle: async (call) => {
        const { account, token } = await facebookHolder(world, call)
        const id = token.isPageToken ? pageId(account) : userId(account)
        return json(200, pickFields(call, { id, name: account.username }))
      },
    },
    {
      method: 'get',
      path,
      operations: ['me.permissions'],
      readOnly: true,
      handle: async (call) => {
        const { account } = await facebookUser(world, call)
        return json(200, { data: permissionsOf(account.profile.scopes) })
      },
    },
    {
      method: 'delete',
      path,
      operations: ['oauth.revoke'],
      handle: async (call) => {
        const { account } = await facebookUser(world, call)
        for (const { profile } of sameUser(world, account)) Object.assign(profile, { revoked: true, revokedAs: 458 })
        return json(200, { success: true })
      },
    },
  ]
}

/** @throws Refusal 190 as every call of the host does */
export async function facebookHolder(world: World, call: Call): Promise<Holder<'INSTAGRAM'>> {
  requireVersion(call)
  const holder = requireLive(world, await holderOf(world, call))
  if (holder.account.profile.login !== 'facebook') throw graphError('invalidToken')
  return holder
}

/** @throws Refusal 100 for a Page's token: a Page has given no permission */
async function facebookUser(world: World, call: Call): Promise<Holder<'INSTAGRAM'>> {
  const holder = await facebookHolder(world, call)
  if (holder.token.isPageToken)
    throw parameterError('Tried accessing nonexisting field (permissions) on node type (Page)')
  return holder
}

const FACEBOOK_SCOPES = SCOPES.INSTAGRAM.filter((scope) => !scope.startsWith('instagram_business_'))

const permissionsOf = (granted: readonly string[]) =>
  FACEBOOK_SCOPES.map((permission) => ({
    permission,
    status: granted.includes(permission) ? 'granted' : 'declined',
  }))
