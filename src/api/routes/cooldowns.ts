import type { Connections } from '../../database/connections'
import type { Platform } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import type { ActiveCooldown, Cooldowns } from '../../domain/ports/limits'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { cooldownList, cooldownQuery, type CooldownView } from '../schemas/cooldown'
import { toCooldownView } from '../views/cooldown-view'

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
      statuses: { 200: 'All that holds now' },
      problems: ['validation-failed', 'connection-not-found'],
    },
    async ({ query: { platform, connectionId } }) => {
      const wanted = connectionId === undefined ? { platform } : await findAccount(deps.connections, connectionId)
      const active = await deps.cooldowns.active(wanted, deps.clock.nowMs())
      const connectionIds = await connectionsOf(deps.connections, active)
      return { status: 200, body: { items: active.map((cooldown) => toCooldownView(cooldown, connectionIds)) } }
    },
  )

/** @throws ApiProblem `connection-not-found` */
export async function findAccount(
  connections: Connections,
  connectionId: string,
): Promise<{ platform: Platform; platformUserId: string }> {
  const row = await connections.find(connectionId)
  if (!row) throw new ApiProblem('connection-not-found')
  return { platform: row.platform, platformUserId: row.platformUserId }
}

export async function viewCooldown(connections: Connections, cooldown: ActiveCooldown): Promise<CooldownView> {
  return toCooldownView(cooldown, await connectionsOf(connections, [cooldown]))
}

const connectionsOf = (connections: Connections, cooldowns: ActiveCooldown[]) =>
  connections.ofAccounts(cooldowns.flatMap(({ platformUserId }) => platformUserId ?? []))
