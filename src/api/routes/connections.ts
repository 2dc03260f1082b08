import { z } from 'zod'
import type { ConnectionRow, Connections } from '../../database/connections'
import type { Clock } from '../../domain/ports/clock'
import type { Logins } from '../../domain/ports/login'
import type { Reach } from '../../domain/reach'
import { healthOf } from '../connect/health-of'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { id } from '../schemas/common'
import { connection, connectionList } from '../schemas/connection'
import type { ConnectionView } from '../schemas/connection'
import { toConnectionView } from '../views/connection-view'

export interface ConnectionDeps {
  connections: Connections
  logins: Logins
  clock: Clock
}

export const listConnections = (deps: ConnectionDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/connections',
      operationId: 'listConnections',
      summary: "List a user's accounts, at most one on each platform, and their health",
      tag: 'Connections',
      scope: 'read',
      query: z.strictObject({ userId: id }),
      answer: connectionList,
      statuses: { 200: 'The connections; no token is ever shown' },
      problems: ['validation-failed'],
    },
    async ({ query, caller }) => {
      const rows = await deps.connections.ofUser(query.userId, caller.reach)
      return { status: 200, body: { items: rows.map(await viewerOf(deps, rows)) } }
    },
  )

export const getConnection = (deps: ConnectionDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/connections/{id}',
      operationId: 'getConnection',
      summary: "Look at an account's health: usable or not, why, until when, what to do",
      tag: 'Connections',
      scope: 'read',
      params: z.strictObject({ id }),
      answer: connection,
      statuses: { 200: 'The connection; no token is ever shown' },
      problems: ['validation-failed', 'connection-not-found'],
    },
    async ({ params, caller }) => ({ status: 200, body: await viewConnection(deps, params.id, caller.reach) }),
  )

/** @throws ApiProblem `connection-not-found` */
export async function demandConnection(
  connections: Pick<Connections, 'find'>,
  id: string,
  reach: Reach,
): Promise<ConnectionRow> {
  const row = await connections.find(id, reach)
  if (!row) throw new ApiProblem('connection-not-found')
  return row
}

/** @throws ApiProblem `connection-not-found` */
export async function viewConnection(deps: ConnectionDeps, id: string, reach: Reach): Promise<ConnectionView> {
  const row = await demandConnection(deps.connections, id, reach)
  const toView = await viewerOf(deps, [row])
  return toView(row)
}

/** Shows these connections, and no others: the jobs that wait for them are counted once for all of them. */
async function viewerOf(
  { connections, logins, clock }: ConnectionDeps,
  rows: ConnectionRow[],
): Promise<(row: ConnectionRow) => ConnectionView> {
  const waiting = await connections.waitingJobs(rows.map((row) => row.id))
  return (row) => toConnectionView(row, healthOf(logins, row, clock.nowMs()), waiting.get(row.id) ?? 0)
}
