import type { Finding } from '../../domain/ports/rounds'
import type { WebhookHealth, WebhookWatch } from '../../domain/ports/webhooks'
import type { DisabledReason } from '../../domain/webhook-delivery'
import type { PrismaClient } from '../prisma'

/** A delivery is started as soon as its message is there, and its timer is late by no more. */
const LATE_MS = 30_000

const MOST_RUNS = 500
const MOST_FINDINGS = 20

const BECAUSE: Record<Exclude<DisabledReason, 'by-request'>, string> = {
  gone: 'it has answered 410 Gone',
  failing: 'it has taken none for five days',
}

export const createWebhookWatch = (prisma: PrismaClient): WebhookWatch => ({
  async overdue(nowMs) {
    const rows = await prisma.webhookMessage.findMany({
      where: { state: 'PENDING', nextAttemptAt: { lt: new Date(nowMs - LATE_MS) } },
      select: { id: true, endpointId: true },
      orderBy: { nextAttemptAt: 'asc' },
      take: MOST_RUNS,
    })
    return rows.map(({ id, endpointId }) => ({ messageId: id, endpointId }))
  },

  async findings() {
    const rows = await prisma.webhookEndpoint.findMany({
      where: { disabledReason: { in: Object.keys(BECAUSE) } },
      select: { id: true, principal: true, disabledAt: true, disabledReason: true },
      orderBy: { disabledAt: 'desc' },
      take: MOST_FINDINGS,
    })
    return rows.map(({ id, principal, disabledAt, disabledReason }): Finding => ({
      code: 'webhook-endpoint-disabled',
      message: `Webhook endpoint ${id} of ${principal} gets no messages since ${disabledAt?.toISOString()}: ${BECAUSE[disabledReason as keyof typeof BECAUSE]}.`,
      remedy: `Once its receiver works, its owner enables it with PATCH /v1/webhook-endpoints/${id} and redelivers what is missing, or deletes it.`,
    }))
  },
})

/** For gauges. */
export async function readWebhookHealth(prisma: PrismaClient): Promise<WebhookHealth> {
  const [pending, groups] = await Promise.all([
    prisma.webhookMessage.count({ where: { state: 'PENDING' } }),
    prisma.$queryRaw<{ how: keyof WebhookHealth['endpoints']; count: number }[]>`
      SELECT COALESCE("disabledReason", CASE WHEN "failingSince" IS NULL THEN 'healthy' ELSE 'taking-nothing' END) AS how,
        count(*)::int AS count
      FROM "WebhookEndpoint" GROUP BY 1`,
  ])
  const none = { healthy: 0, 'taking-nothing': 0, 'by-request': 0, gone: 0, failing: 0 }
  return { pending, endpoints: { ...none, ...Object.fromEntries(groups.map(({ how, count }) => [how, count])) } }
}
