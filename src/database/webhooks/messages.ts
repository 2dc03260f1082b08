import type { Clock } from '../../domain/ports/clock'
import { DAY_MS } from '../../domain/retention'
import { testPayload } from '../../domain/webhook-events'
import type { Prisma, WebhookMessageState } from '../../generated/prisma/client'
import { createdBefore, NEWEST_FIRST, toPage, type Page, type PageRequest } from '../page'
import type { PrismaClient } from '../prisma'
import { holdEnabled } from './disable'
import { addMessages } from './fan-out'

const MESSAGE = {
  id: true,
  type: true,
  state: true,
  attemptCount: true,
  createdAt: true,
  nextAttemptAt: true,
  endedAt: true,
} as const

/** More only come by many redeliveries. */
const MOST_ATTEMPTS = 100

const WITH_ATTEMPTS = {
  ...MESSAGE,
  payload: true,
  attempts: {
    select: { startedAt: true, durationMs: true, httpStatus: true, failure: true, excerpt: true },
    orderBy: { startedAt: 'desc' },
    take: MOST_ATTEMPTS,
  },
} as const

export type MessageRow = Prisma.WebhookMessageGetPayload<{ select: typeof MESSAGE }>

export type MessageWithAttempts = Prisma.WebhookMessageGetPayload<{ select: typeof WITH_ATTEMPTS }>

/** The messages of an endpoint that the caller may see. */
export interface WebhookMessages {
  list(endpointId: string, page: PageRequest & { state?: WebhookMessageState }): Promise<Page<MessageRow>>
  find(endpointId: string, id: string): Promise<MessageWithAttempts | null>
  /** Of the last 24 hours. */
  counts(endpointId: string): Promise<Record<WebhookMessageState, number>>
  /** A test that is on its way from now on. Null: the endpoint is disabled. */
  addTest(endpointId: string): Promise<MessageRow | null>
  /** Puts a message on its way as if it were new, whatever has become of it. Null: the endpoint is disabled. */
  redeliver(endpointId: string, id: string): Promise<MessageRow | null>
}

export function createWebhookMessages(prisma: PrismaClient, clock: Clock): WebhookMessages {
  return {
    async list(endpointId, { limit, after, state }) {
      const rows = await prisma.webhookMessage.findMany({
        where: { endpointId, ...(state && { state }), ...createdBefore(after) },
        select: MESSAGE,
        orderBy: NEWEST_FIRST,
        take: limit + 1,
      })
      return toPage(rows, limit, (row) => row.createdAt)
    },

    find: (endpointId, id) => prisma.webhookMessage.findUnique({ where: { id, endpointId }, select: WITH_ATTEMPTS }),

    async counts(endpointId) {
      const createdAt = { gte: new Date(clock.nowMs() - DAY_MS) }
      const groups = await prisma.webhookMessage.groupBy({
        by: ['state'],
        where: { endpointId, createdAt },
        _count: true,
      })
      const none = { PENDING: 0, DELIVERED: 0, FAILED: 0 }
      return { ...none, ...Object.fromEntries(groups.map(({ state, _count }) => [state, _count])) }
    },

    addTest: (endpointId) =>
      prisma.$transaction(async (tx) => {
        if (!(await holdEnabled(tx, endpointId))) return null
        const nowMs = clock.nowMs()
        const payload = testPayload(endpointId, nowMs)
        const [added] = await addMessages(tx, [{ endpointId, eventId: null, payload }], new Date(nowMs))
        return added ? tx.webhookMessage.findUnique({ where: { id: added.id }, select: MESSAGE }) : null
      }),

    redeliver: (endpointId, id) =>
      prisma.$transaction(async (tx) => {
        if (!(await holdEnabled(tx, endpointId))) return null
        const again = {
          state: 'PENDING',
          attemptCount: 0,
          nextAttemptAt: new Date(clock.nowMs()),
          endedAt: null,
        } as const
        const [row] = await tx.webhookMessage.updateManyAndReturn({
          where: { id, endpointId },
          data: again,
          select: MESSAGE,
        })
        return row ?? null
      }),
  }
}
