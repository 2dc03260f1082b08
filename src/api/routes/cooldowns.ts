import type { Connections } from '../../database/connections'
import type { Platform } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import type { ActiveCooldown, Cooldowns } from '../../domain/ports/limits'
import type { Reach } from '../../domain/reach'
import { route } from '../route'
import { cooldownList, cooldownQuery, type CooldownView } from '../schemas/cooldown'
import { toCooldownView } from '../views/cooldown-view'
import { demandConnection } from './connections'

export interface CooldownDeps {
  cooldowns: Cooldowns
  connections: Connections
  clock: Clock
}

export const listCooldowns = (deps: CooldownDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/cooldowns',
      operationId: 'listCooldowns',
      summary: "List what is not called for a while, by a platform's answer or by a person",
      tag: 'Cooldowns and pauses',
      scope: 'read',
      query: cooldownQuery,
      answer: cooldownList,
      statuses: { 200: 'All that holds now for every account, or for one that the key may see' },
      problems: ['validation-failed', 'connection-not-found'],
    },
    async ({ query: { platform, connectionId }, caller: { reach } }) => {
      const wanted =
        connectionId === undefined ? { platform } : await findAccount(deps.connections, connectionId, reach)
      const active = await deps.cooldowns.active(wanted, deps.clock.nowMs())
      const known = await connectionsOf(deps.connections, active, reach)
      const items = active.map((cooldown) => toCooldownView(cooldown, known))
      return { status: 200, body: { items: items.filter((item) => concerns(item, reach)) } }
    },
  )

/** An account that no connection within reach leads to is an operator's business only. */
const concerns = ({ reach: extent, connectionId }: CooldownView, { principal }: Reach): boolean =>
  extent === 'app' || connectionId !== null || principal === null

/** @throws ApiProblem `connection-not-found` */
export async function findAccount(
  connections: Connections,
  connectionId: string,
  reach: Reach,
): Promise<{ platform: Platform; platformUserId: string }> {
  const { platform, platformUserId } = await demandConnection(connections, connectionId, reach)
  return { platform, platformUserId }
}

export async function viewCooldown(
  connections: Connections,
  cooldown: ActiveCooldown,
  reach: Reach,
): Promise<CooldownView> {
  return toCooldownView(cooldown, await connectionsOf(connections, [cooldown], reach))
}

const connectionsOf = (connections: Connections, cooldowns: ActiveCooldown[], reach: Reach) =>
  connections.ofAccounts(
    cooldowns.flatMap(({ platformUserId }) => platformUserId ?? []),
    reach,
  )
