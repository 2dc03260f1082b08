import type { JobMove } from '../../domain/job-end'
import type { Change } from '../../domain/ports/changes'
import type { Clock } from '../../domain/ports/clock'
import type { WebhookFanOut } from '../../domain/ports/webhooks'
import { webhookPayload, type WebhookPayload } from '../../domain/webhook-events'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** Of one transaction. */
const EVENTS = 200

type EventRow = Change & {
  /** Of the job that it is about, if it is about one. */
  acceptedAt: Date | null
  errorCategory: string | null
  /** Whose user it is about; null: every service's. */
  principal: string | null
}

interface Endpoint {
  id: string
  principal: string
  userId: string | null
  events: string[]
}

interface News {
  event: EventRow
  payload: WebhookPayload
}

/** Whatever breaks off leaves the events as they were; several workers at once take different ones. */
export const createWebhookFanOut = (prisma: PrismaClient, clock: Clock): WebhookFanOut => ({
  next: () =>
    prisma.$transaction(async (tx) => {
      const events = await takeEvents(tx)
      if (events.length === 0) return { events: 0, moves: [], runs: [] }
      const now = new Date(clock.nowMs())
      const messages = await addMessages(tx, await messagesOf(tx, events), now)
      await tx.event.updateMany({ where: { id: { in: events.map(({ id }) => id) } }, data: { fannedOutAt: now } })
      return {
        events: events.length,
        moves: events.flatMap(moveIn),
        runs: messages.map(({ id, endpointId }) => ({ messageId: id, endpointId })),
      }
    }),
})

const takeEvents = (tx: Prisma.TransactionClient) => tx.$queryRaw<EventRow[]>`
  SELECT e."id", e."kind", e."userId", e."jobId", e."connectionId", e."postId", e."data", e."createdAt", u."principal",
    j."createdAt" AS "acceptedAt", j."errorCategory"
  FROM "Event" e JOIN "User" u ON u."id" = e."userId" LEFT JOIN "PublishJob" j ON j."jobId" = e."jobId"
  WHERE e."fannedOutAt" IS NULL ORDER BY e."id" LIMIT ${EVENTS} FOR UPDATE OF e SKIP LOCKED`

function moveIn(event: EventRow): JobMove[] {
  if (event.kind !== 'job' || event.data.phase === event.data.previousPhase) return []
  const { jobId, data: change, createdAt: at, acceptedAt, errorCategory } = event
  return [{ jobId, change, at, row: acceptedAt && { acceptedAt, errorCategory } }]
}

/** Each piece of news to each endpoint that wants it. */
async function messagesOf(tx: Prisma.TransactionClient, events: EventRow[]) {
  const news = events.flatMap((event): News[] => {
    const payload = webhookPayload(event)
    return payload ? [{ event, payload }] : []
  })
  if (news.length === 0) return []
  const endpoints = await listeners(tx, news)
  return news.flatMap(({ event, payload }) =>
    endpoints
      .filter((endpoint) => wants(endpoint, event, payload))
      .map(({ id: endpointId }) => ({ endpointId, eventId: event.id, payload })),
  )
}

/** Enabled until the transaction ends, as `holdEnabled` holds one. */
function listeners(tx: Prisma.TransactionClient, news: News[]) {
  const userIds = news.map(({ event }) => event.userId)
  const principals = news.flatMap(({ event }) => event.principal ?? [])
  const isAnybodys = news.some(({ event }) => event.principal === null)
  return tx.$queryRaw<Endpoint[]>`
    SELECT "id", "principal", "userId", "events" FROM "WebhookEndpoint"
    WHERE "disabledAt" IS NULL AND (${isAnybodys} OR "principal" = ANY(${principals}))
      AND ("userId" IS NULL OR "userId" = ANY(${userIds}))
    FOR SHARE`
}

const wants = (endpoint: Endpoint, { principal, userId }: EventRow, { type }: WebhookPayload): boolean =>
  (principal === null || endpoint.principal === principal) &&
  (endpoint.userId === null || endpoint.userId === userId) &&
  endpoint.events.includes(type)

export interface NewMessage {
  endpointId: string
  /** Null: a test. */
  eventId: bigint | null
  payload: WebhookPayload
}

/** On their way from now on: whoever adds them starts their deliveries, or the reconciler does. */
export const addMessages = (tx: Prisma.TransactionClient, messages: NewMessage[], now: Date) =>
  tx.webhookMessage.createManyAndReturn({
    data: messages.map(({ endpointId, eventId, payload }) => ({
      ...{ endpointId, eventId, type: payload.type, createdAt: now, nextAttemptAt: now },
      payload: payload as unknown as Prisma.InputJsonObject,
    })),
    select: { id: true, endpointId: true },
  })
