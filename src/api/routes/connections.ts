import { z } from 'zod'
import type { Connections } from '../../database/connections'
import { route } from '../route'
import { id } from '../schemas/common'
import { connectionList } from '../schemas/connection'
import { toIso } from '../views/instants'

export const listConnections = (connections: Connections) =>
  route(
    {
      method: 'get',
      path: '/v1/connections',
      operationId: 'listConnections',
      summary: "List a user's accounts, at most one on each platform",
      tag: 'Connections',
      scope: 'read',
      query: z.strictObject({ userId: id }),
      answer: connectionList,
      statuses: { 200: 'The connections; no token is ever shown' },
      problems: ['validation-failed'],
    },
    async ({ query }) => {
      const rows = await connections.ofUser(query.userId)
      const items = rows.map((row) => ({
        ...row,
        expiresAt: toIso(row.expiresAt),
        createdAt: toIso(row.createdAt),
        updatedAt: toIso(row.updatedAt),
      }))
      return { status: 200, body: { items } }
    },
  )
