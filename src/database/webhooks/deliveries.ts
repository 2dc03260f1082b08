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

/**
 * The endpoint before the message, as whoever disables or removes one does it. The message is written once only: a second
 * write of the same row would ask for its endpoint, and wait for who removes that and waits for the message.
 */
async function record(
  tx: Prisma.TransactionClient,
  { messageId: id, endpointId }: DueMessage,
  result: DeliveryResult,
  nowMs: number,
): Promise<DeliveryState> {
  await recordHealth(tx, endpointId, result, new Date(nowMs))
  const [row] = await tx.$queryRaw<{ state: WebhookMessageState; attemptCount: number }[]>`
    SELECT "state", "attemptCount" FROM "WebhookMessage" WHERE "id" = ${id} FOR UPDATE`
  if (!row) return { state: 'removed' }
  await tx.webhookAttempt.create({ data: attemptOf(id, result), select: { id: true } })
  const attemptCount = row.attemptCount + 1
  // It was ended meanwhile: the attempt is counted, and changes nothing.
  const becomes = row.state === 'PENDING' ? afterAttempt(attemptCount, result, nowMs) : { state: row.state }
  await tx.webhookMessage.updateMany({ where: { id }, data: { ...becomes, attemptCount } })
  return becomes.state === 'PENDING'
    ? { state: 'waiting', untilMs: becomes.nextAttemptAt.getTime() }
    : ended(becomes.state)
}

type AfterAttempt =
  | { state: 'PENDING'; nextAttemptAt: Date }
  | { state: Exclude<WebhookMessageState, 'PENDING'>; nextAttemptAt: null; endedAt: Date }

function afterAttempt(attemptCount: number, result: DeliveryResult, nowMs: number): AfterAttempt {
  const over = { nextAttemptAt: null, endedAt: new Date(nowMs) }
  if (result.failure === null) return { state: 'DELIVERED', ...over }
  const untilMs = nextAttemptAtMs(attemptCount, result, nowMs, Math.random())
  return untilMs === null ? { state: 'FAILED', ...over } : { state: 'PENDING', nextAttemptAt: new Date(untilMs) }
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
