import type { Clock } from '../../domain/ports/clock'
import type { TokenCipher } from '../../domain/ports/token-cipher'
import type { Deliveries, DeliveryState, DueMessage } from '../../domain/ports/webhooks'
import { FAILING_MS, nextAttemptAtMs, type DeliveryResult } from '../../domain/webhook-delivery'
import type { Prisma, WebhookMessageState } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { disableEndpoint } from './disable'
import { webhookSecrets, type WebhookSecrets } from './secrets'

const DUE = {
  id: true,
  state: true,
  payload: true,
  nextAttemptAt: true,
  endpoint: { select: { id: true, url: true, secret: true, oldSecret: true, oldSecretUntil: true } },
} as const

type DueRow = Prisma.WebhookMessageGetPayload<{ select: typeof DUE }>

export function createDeliveries(prisma: PrismaClient, cipher: TokenCipher, clock: Clock): Deliveries {
  const secrets = webhookSecrets(cipher)

  return {
    async open(messageId) {
      const row = await prisma.webhookMessage.findUnique({ where: { id: messageId }, select: DUE })
      if (!row) return { state: 'removed' }
      if (row.state !== 'PENDING') return ended(row.state)
      const untilMs = row.nextAttemptAt?.getTime() ?? 0
      if (untilMs > clock.nowMs()) return { state: 'waiting', untilMs }
      return { state: 'due', message: toDue(row, secrets, clock.nowMs()) }
    },

    record: (message, result) => prisma.$transaction((tx) => record(tx, message, result, clock.nowMs())),
  }
}

const toDue = ({ id, payload, endpoint }: DueRow, secrets: WebhookSecrets, nowMs: number): DueMessage => {
  const { oldSecret, oldSecretUntil } = endpoint
  const old = oldSecret !== null && oldSecretUntil !== null && oldSecretUntil.getTime() > nowMs ? oldSecret : null
  return {
    messageId: id,
    endpointId: endpoint.id,
    url: endpoint.url,
    secrets: [
      secrets.open(endpoint.id, 'secret', endpoint.secret),
      ...(old === null ? [] : [secrets.open(endpoint.id, 'oldSecret', old)]),
    ],
    // Of the row as it is stored, so that each attempt has the same bytes.
    body: JSON.stringify(payload),
  }
}

const ended = (state: Exclude<WebhookMessageState, 'PENDING'>): DeliveryState => ({
  state: state === 'DELIVERED' ? 'delivered' : 'given-up',
})

/** The endpoint before the message, as whoever disables one does it. */
async function record(
  tx: Prisma.TransactionClient,
  { messageId: id, endpointId }: DueMessage,
  result: DeliveryResult,
  nowMs: number,
): Promise<DeliveryState> {
  const now = new Date(nowMs)
  await recordHealth(tx, endpointId, result, now)
  const [row] = await tx.webhookMessage.updateManyAndReturn({
    where: { id },
    data: { attemptCount: { increment: 1 } },
    select: { state: true, attemptCount: true },
  })
  if (!row) return { state: 'removed' }
  await tx.webhookAttempt.create({ data: attemptOf(id, result), select: { id: true } })
  if (row.state !== 'PENDING') return ended(row.state)

  const untilMs = result.failure === null ? null : nextAttemptAtMs(row.attemptCount, result, nowMs, Math.random())
  if (untilMs !== null) {
    await tx.webhookMessage.updateMany({ where: { id }, data: { nextAttemptAt: new Date(untilMs) } })
    return { state: 'waiting', untilMs }
  }
  const state = result.failure === null ? 'DELIVERED' : 'FAILED'
  await tx.webhookMessage.updateMany({ where: { id }, data: { state, endedAt: now, nextAttemptAt: null } })
  return ended(state)
}

/** Each statement writes only where something changes: a healthy endpoint's row is touched by none of its deliveries. */
async function recordHealth(
  tx: Prisma.TransactionClient,
  id: string,
  { failure }: DeliveryResult,
  now: Date,
): Promise<void> {
  if (failure === null) {
    await tx.webhookEndpoint.updateMany({ where: { id, failingSince: { not: null } }, data: { failingSince: null } })
    return
  }
  await tx.webhookEndpoint.updateMany({ where: { id, failingSince: null }, data: { failingSince: now } })
  if (failure === 'gone') return disableEndpoint(tx, { id }, 'gone', now)
  const forLong = { lte: new Date(now.getTime() - FAILING_MS) }
  await disableEndpoint(tx, { id, failingSince: forLong }, 'failing', now)
}

const attemptOf = (messageId: string, result: DeliveryResult): Prisma.WebhookAttemptUncheckedCreateInput => {
  const { startedAtMs, durationMs, httpStatus, failure, excerpt } = result
  return { messageId, startedAt: new Date(startedAtMs), durationMs, httpStatus, failure, excerpt }
}
