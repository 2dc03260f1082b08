import { z } from 'zod'
import type { UserRow, Users } from '../../database/users'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { id } from '../schemas/common'
import { user, userBody } from '../schemas/user'
import { toIso } from '../views/instants'

const params = z.strictObject({ id })

export const putUser = (users: Users) =>
  route(
    {
      method: 'put',
      path: '/v1/users/{id}',
      operationId: 'putUser',
      summary: 'Create or change a user',
      tag: 'Users',
      scope: 'accounts',
      params,
      body: userBody,
      answer: user,
      statuses: { 200: 'Changed', 201: 'Created' },
      problems: ['validation-failed', 'email-taken', 'user-id-taken', 'key-of-one-user', 'user-being-erased'],
    },
    async ({ params, body, caller }) => {
      const { userId } = caller.reach
      if (userId !== null && userId !== params.id) throw new ApiProblem('key-of-one-user')
      const result = await users.put(params.id, body, caller)
      if (typeof result === 'string') throw new ApiProblem(result)
      return { status: result.created ? 201 : 200, body: toUserView(result.user) }
    },
  )

export const getUser = (users: Users) =>
  route(
    {
      method: 'get',
      path: '/v1/users/{id}',
      operationId: 'getUser',
      summary: 'Read a user',
      tag: 'Users',
      scope: 'read',
      params,
      answer: user,
      statuses: { 200: 'The user' },
      problems: ['validation-failed', 'user-not-found'],
    },
    async ({ params, caller }) => {
      const row = await users.find(params.id, caller.reach)
      if (!row) throw new ApiProblem('user-not-found')
      return { status: 200, body: toUserView(row) }
    },
  )

const toUserView = (row: UserRow) => ({ ...row, createdAt: toIso(row.createdAt), updatedAt: toIso(row.updatedAt) })
