import { z } from 'zod'
import type { Users } from '../../database/users'
import type { WebhookEndpoints } from '../../database/webhooks/endpoints'
import type { WebhookMessages } from '../../database/webhooks/messages'
import { newWebhookSecret } from '../../security/webhooks/signing'
import type { TargetRules } from '../../security/webhooks/target'
import { checkUser } from '../check-user'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { id } from '../schemas/common'
import {
  endpoint,
  endpointBody,
  endpointChange,
  endpointHealth,
  endpointPage,
  endpointQuery,
  endpointSecret,
} from '../schemas/webhook'
import { toPageRequest, toPageView } from '../views/page-view'
import { toEndpointView } from '../views/webhook-view'

export interface EndpointDeps {
  users: Users
  webhookEndpoints: WebhookEndpoints
  webhookMessages: Pick<WebhookMessages, 'counts'>
  webhookTargets: TargetRules
}

const params = z.strictObject({ id })
const tag = 'Webhooks'
const path = '/v1/webhook-endpoints'

export const createWebhookEndpoint = (deps: EndpointDeps) =>
  route(
    {
      ...{ method: 'post', path, tag, scope: 'accounts' },
      operationId: 'createWebhookEndpoint',
      summary: 'Have events told to an address of yours; the secret to verify them by is in this answer only',
      body: endpointBody(deps.webhookTargets),
      answer: endpointSecret,
      statuses: { 201: 'Created' },
      problems: ['validation-failed', 'user-being-erased', 'too-many-webhook-endpoints'],
    },
    async ({ body, caller: { principal, reach } }) => {
      // An operator's endpoint, too, is told of its own service's users.
      const userId = body.userId ?? reach.userId
      const standing = userId === null ? 'active' : await deps.users.standing(userId, { ...reach, principal })
      const errors = checkUser(standing)
      if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
      const secret = newWebhookSecret()
      const row = await deps.webhookEndpoints.create({ ...body, principal, userId, secret })
      if (!row) throw new ApiProblem('too-many-webhook-endpoints')
      return { status: 201, body: { ...toEndpointView(row), secret } }
    },
  )

export const listWebhookEndpoints = ({ webhookEndpoints }: EndpointDeps) =>
  route(
    {
      ...{ method: 'get', path, tag, scope: 'read' },
      operationId: 'listWebhookEndpoints',
      summary: 'List webhook endpoints, newest first',
      query: endpointQuery,
      answer: endpointPage,
      statuses: { 200: 'A page of webhook endpoints' },
      problems: ['validation-failed'],
    },
    async ({ query, caller }) => ({
      status: 200,
      body: toPageView(await webhookEndpoints.list(caller.reach, toPageRequest(query)), toEndpointView),
    }),
  )

export const getWebhookEndpoint = ({ webhookEndpoints, webhookMessages }: EndpointDeps) =>
  route(
    {
      ...{ method: 'get', path: `${path}/{id}`, tag, scope: 'read' },
      operationId: 'getWebhookEndpoint',
      summary: 'Read a webhook endpoint with its health',
      params,
      answer: endpointHealth,
      statuses: { 200: 'The webhook endpoint' },
      problems: ['validation-failed', 'webhook-endpoint-not-found'],
    },
    async ({ params, caller }) => {
      const row = found(await webhookEndpoints.find(params.id, caller.reach))
      const { PENDING: pending, DELIVERED: delivered, FAILED: failed } = await webhookMessages.counts(row.id)
      return { status: 200, body: { ...toEndpointView(row), lastDay: { pending, delivered, failed } } }
    },
  )

export const changeWebhookEndpoint = ({ webhookEndpoints, webhookTargets }: EndpointDeps) =>
  route(
    {
      ...{ method: 'patch', path: `${path}/{id}`, tag, scope: 'accounts' },
      operationId: 'changeWebhookEndpoint',
      summary: 'Change a webhook endpoint, disable it, or enable it again',
      params,
      body: endpointChange(webhookTargets),
      answer: endpoint,
      statuses: { 200: 'As it is now' },
      problems: ['validation-failed', 'webhook-endpoint-not-found'],
    },
    async ({ params, body, caller }) => ({
      status: 200,
      body: toEndpointView(found(await webhookEndpoints.change(params.id, caller.reach, body))),
    }),
  )

export const rotateWebhookSecret = ({ webhookEndpoints }: EndpointDeps) =>
  route(
    {
      ...{ method: 'post', path: `${path}/{id}/rotate-secret`, tag, scope: 'accounts' },
      operationId: 'rotateWebhookSecret',
      summary: 'Replace the secret; for 24 hours the one before signs along',
      params,
      answer: endpointSecret,
      statuses: { 200: 'With the new secret, which is in this answer only' },
      problems: ['validation-failed', 'webhook-endpoint-not-found'],
    },
    async ({ params, caller }) => {
      const secret = newWebhookSecret()
      const row = found(await webhookEndpoints.replaceSecret(params.id, caller.reach, secret))
      return { status: 200, body: { ...toEndpointView(row), secret } }
    },
  )

export const deleteWebhookEndpoint = ({ webhookEndpoints }: EndpointDeps) =>
  route(
    {
      ...{ method: 'delete', path: `${path}/{id}`, tag, scope: 'accounts' },
      operationId: 'deleteWebhookEndpoint',
      summary: 'Delete a webhook endpoint with its messages',
      params,
      statuses: { 204: 'Deleted' },
      problems: ['validation-failed', 'webhook-endpoint-not-found'],
    },
    async ({ params, caller }) => {
      if (!(await webhookEndpoints.remove(params.id, caller.reach))) throw new ApiProblem('webhook-endpoint-not-found')
      return { status: 204 }
    },
  )

/** @throws ApiProblem `webhook-endpoint-not-found` */
export function found<Row>(row: Row | null): Row {
  if (row === null) throw new ApiProblem('webhook-endpoint-not-found')
  return row
}
