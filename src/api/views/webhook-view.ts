import type { EndpointRow } from '../../database/webhooks/endpoints'
import type { MessageRow, MessageWithAttempts } from '../../database/webhooks/messages'
import type { EndpointView, MessageLogView, MessageView } from '../schemas/webhook'
import { toIso } from './instants'

export const toEndpointView = (row: EndpointRow): EndpointView => ({
  ...row,
  events: row.events as EndpointView['events'],
  enabled: row.disabledAt === null,
  failingSince: toIso(row.failingSince),
  disabledAt: toIso(row.disabledAt),
  disabledReason: row.disabledReason as EndpointView['disabledReason'],
  oldSecretUntil: toIso(row.oldSecretUntil),
  createdAt: toIso(row.createdAt),
  updatedAt: toIso(row.updatedAt),
})

export const toMessageView = (row: MessageRow): MessageView => ({
  id: row.id,
  type: row.type as MessageView['type'],
  state: STATES[row.state],
  attemptCount: row.attemptCount,
  createdAt: toIso(row.createdAt),
  nextAttemptAt: toIso(row.nextAttemptAt),
  endedAt: toIso(row.endedAt),
})

export const toMessageLogView = (row: MessageWithAttempts): MessageLogView => ({
  ...toMessageView(row),
  payload: row.payload as Record<string, unknown>,
  attempts: row.attempts.map((attempt) => ({ ...attempt, startedAt: toIso(attempt.startedAt) })),
})

const STATES = { PENDING: 'pending', DELIVERED: 'delivered', FAILED: 'failed' } as const

/** The row's state by the API's name. */
export const toStateOfRow = (state: MessageView['state']) => state.toUpperCase() as Uppercase<MessageView['state']>
