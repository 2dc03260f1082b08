import { z } from 'zod'
import type { Disconnect, DisconnectResult } from '../../database/disconnect'
import type { JobRuns } from '../../domain/ports/jobs'
import type { GrantEnd, TokenOwner } from '../../domain/ports/tokens'
import { ApiProblem } from '../problems'
import { bestEffort } from '../publish/best-effort'
import { route } from '../route'
import { id } from '../schemas/common'
import { disconnected } from '../schemas/connection'
import { demandConnection, viewConnection } from './connections'
import type { ConnectionDeps } from './connections'

export interface DisconnectDeps extends ConnectionDeps {
  disconnect: Disconnect
  owner: Pick<TokenOwner, 'endGrant'>
  runs: Pick<JobRuns, 'notify'>
}

const query = z.strictObject({
  jobs: z
    .enum(['cancel', 'park'])
    .optional()
    .meta({ description: 'What becomes of its live jobs: cancelled, or waiting for a reconnect once they need it' }),
})

export const disconnectAccount = (deps: DisconnectDeps) =>
  route(
    {
      method: 'delete',
      path: '/v1/connections/{id}',
      operationId: 'disconnectAccount',
      summary: 'Disconnect an account: end the grant at its platform and erase the tokens',
      tag: 'Connections',
      scope: 'accounts',
      params: z.strictObject({ id }),
      query,
      answer: disconnected,
      statuses: { 200: 'Disconnected; done before, it answers the same' },
      problems: ['validation-failed', 'connection-not-found', 'connection-busy', 'jobs-depend'],
    },
    async ({ params, query, caller: { reach }, log }) => {
      await demandConnection(deps.connections, params.id, reach)
      const { cancelled } = demandDone(await deps.disconnect(params.id, query.jobs))
      await Promise.all(
        cancelled.map((jobId) => bestEffort(log, { jobId, act: 'cancel' }, () => deps.runs.notify(jobId, 'cancel'))),
      )
      const revocation = await deps.owner.endGrant(params.id)
      const connection = await viewConnection(deps, params.id, reach)
      return { status: 200, body: { connection, revocation, remedy: remedyOf(revocation, connection.login) } }
    },
  )

/** @throws ApiProblem */
function demandDone(result: DisconnectResult): Extract<DisconnectResult, { outcome: 'disconnected' }> {
  switch (result.outcome) {
    case 'disconnected':
      return result
    case 'not-found':
      throw new ApiProblem('connection-not-found')
    case 'busy':
      throw new ApiProblem('connection-busy', { jobIds: result.jobIds })
    case 'jobs-depend':
      throw new ApiProblem('jobs-depend', { jobs: result.jobs })
  }
}

/** Instagram takes no grant back from an app of Instagram Login, nor from Facebook Login's without a user's token. */
function remedyOf(revocation: GrantEnd, login: string | null): string | null {
  if (revocation === 'revoked') return null
  if (revocation === 'pending') return 'Nothing needs to be done: the platform is told as soon as it can be reached.'
  return login === 'facebook'
    ? 'Ask the user to remove the app in Facebook, under Settings, Business integrations: nobody else can.'
    : 'Ask the user to remove the app in Instagram, under Settings, Website permissions, Apps and websites: nobody else can.'
}
