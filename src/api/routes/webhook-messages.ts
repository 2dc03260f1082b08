import { z } from 'zod'
import type { Logger } from 'pino'
import type { MessageRow, WebhookMessages } from '../../database/webhooks/messages'
import type { WebhookEndpoints } from '../../database/webhooks/endpoints'
import type { DeliveryRuns } from '../../domain/ports/webhooks'
import { ApiProblem } from '../problems'
import { bestEffort } from '../publish/best-effort'
import { route } from '../route'
import { id } from '../schemas/common'
import { messageLog, messagePage, messageQuery, webhookMessage } from '../schemas/webhook'
import { toPageRequest, toPageView } from '../views/page-view'
import { toMessageLogView, toMessageView, toStateOfRow } from '../views/webhook-view'
import { found } from './webhook-endpoints'

export interface MessageDeps {
  webhookEndpoints: Pick<WebhookEndpoints, 'find'>
  webhookMessages: WebhookMessages
  deliveryRuns: DeliveryRuns
}

const params = z.strictObject({ id, messageId: id })
const tag = 'Webhooks'
const path = '/v1/webhook-endpoints/{id}'

export const testWebhookEndpoint = ({ webhookEndpoints, webhookMessages, deliveryRuns }: MessageDeps) =>
  route(
    {
      ...{ method: 'post', path: `${path}/test`, tag, scope: 'accounts' },
      operationId: 'testWebhookEndpoint',
      summary: 'Send a message of type `webhook.test`',
      params: z.strictObject({ id }),
      answer: webhookMessage,
      statuses: { 202: 'On its way' },
      problems: ['validation-failed', 'webhook-endpoint-not-found', 'webhook-endpoint-disabled'],
    },
    async ({ params, caller, log }) => {
      const endpoint = found(await webhookEndpoints.find(params.id, caller.reach))
      return onItsWay(await webhookMessages.addTest(endpoint.id), endpoint.id, deliveryRuns, log)
    },
  )

export const listWebhookMessages = ({ webhookEndpoints, webhookMessages }: MessageDeps) =>
  route(
    {
      ...{ method: 'get', path: `${path}/messages`, tag, scope: 'read' },
      operationId: 'listWebhookMessages',
      summary: 'List the messages to a webhook endpoint, newest first; they are kept for 30 days',
      params: z.strictObject({ id }),
      query: messageQuery,
      answer: messagePage,
      statuses: { 200: 'A page of messages' },
      problems: ['validation-failed', 'webhook-endpoint-not-found'],
    },
    async ({ params, query: { state, ...paging }, caller }) => {
      const endpoint = found(await webhookEndpoints.find(params.id, caller.reach))
      const filter = { ...toPageRequest(paging), ...(state && { state: toStateOfRow(state) }) }
      return { status: 200, body: toPageView(await webhookMessages.list(endpoint.id, filter), toMessageView) }
    },
  )

export const getWebhookMessage = ({ webhookEndpoints, webhookMessages }: MessageDeps) =>
  route(
    {
      ...{ method: 'get', path: `${path}/messages/{messageId}`, tag, scope: 'read' },
      operationId: 'getWebhookMessage',
      summary: 'Read a message with its attempts',
      params,
      answer: messageLog,
      statuses: { 200: 'The message' },
      problems: ['validation-failed', 'webhook-endpoint-not-found', 'webhook-message-not-found'],
    },
    async ({ params, caller }) => {
      const endpoint = found(await webhookEndpoints.find(params.id, caller.reach))
      const row = await webhookMessages.find(endpoint.id, params.messageId)
      if (!row) throw new ApiProblem('webhook-message-not-found')
      return { status: 200, body: toMessageLogView(row) }
    },
  )

export const redeliverWebhookMessage = ({ webhookEndpoints, webhookMessages, deliveryRuns }: MessageDeps) =>
  route(
    {
      ...{ method: 'post', path: `${path}/messages/{messageId}/redeliver`, tag, scope: 'accounts' },
      operationId: 'redeliverWebhookMessage',
      summary: 'Send a message now, with all its attempts anew: the same id and body',
      params,
      answer: webhookMessage,
      statuses: { 202: 'On its way' },
      problems: [
        'validation-failed',
        'webhook-endpoint-not-found',
        'webhook-message-not-found',
        'webhook-endpoint-disabled',
      ],
    },
    async ({ params, caller, log }) => {
      const endpoint = found(await webhookEndpoints.find(params.id, caller.reach))
      if (!(await webhookMessages.find(endpoint.id, params.messageId))) {
        throw new ApiProblem('webhook-message-not-found')
      }
      return onItsWay(await webhookMessages.redeliver(endpoint.id, params.messageId), endpoint.id, deliveryRuns, log)
    },
  )

/** @throws ApiProblem `webhook-endpoint-disabled` */
async function onItsWay(row: MessageRow | null, endpointId: string, runs: DeliveryRuns, log: Logger) {
  if (!row) throw new ApiProblem('webhook-endpoint-disabled')
  const messageId = row.id
  await bestEffort(log, { messageId, act: 'deliver' }, () => runs.start({ messageId, endpointId }))
  return { status: 202, body: toMessageView(row) }
}
