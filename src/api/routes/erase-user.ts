import { z } from 'zod'
import type { Erasures, ErasureRuns } from '../../domain/ports/erasure'
import { ApiProblem } from '../problems'
import { bestEffort } from '../publish/best-effort'
import { route } from '../route'
import { id } from '../schemas/common'
import { erasing } from '../schemas/user'

export interface EraseDeps {
  erasures: Pick<Erasures, 'request'>
  erasureRuns: ErasureRuns
}

export const eraseUser = ({ erasures, erasureRuns }: EraseDeps) =>
  route(
    {
      method: 'delete',
      path: '/v1/users/{id}',
      operationId: 'eraseUser',
      summary: 'Erase a user with all that is theirs: accounts, videos, jobs, posts known here, objects in the bucket',
      tag: 'Users',
      scope: 'accounts',
      params: z.strictObject({ id }),
      answer: erasing,
      statuses: { 202: 'Being erased; GET answers 404 once it is done. What is published stays on the platforms' },
      problems: ['validation-failed', 'user-not-found', 'user-busy'],
    },
    async ({ params: { id: userId }, caller, log }) => {
      const result = await erasures.request(userId, caller.reach)
      if (result.outcome === 'not-found') throw new ApiProblem('user-not-found')
      if (result.outcome === 'busy') throw new ApiProblem('user-busy', { jobIds: result.jobIds })
      await bestEffort(log, { userId, act: 'erase' }, () => erasureRuns.start(userId))
      return { status: 202, body: { status: 'erasing' as const } }
    },
  )
