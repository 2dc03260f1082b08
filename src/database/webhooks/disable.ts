import type { DisabledReason } from '../../domain/webhook-delivery'
import type { Prisma } from '../../generated/prisma/client'

/** Ends what is on its way to the enabled endpoints of `where`, of which there is one at most. */
export async function disableEndpoint(
  tx: Prisma.TransactionClient,
  where: Prisma.WebhookEndpointWhereInput & { id: string },
  disabledReason: DisabledReason,
  now: Date,
): Promise<void> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { ...where, disabledAt: null },
    data: { disabledAt: now, disabledReason },
  })
  if (count === 0) return
  await tx.webhookMessage.updateMany({
    where: { endpointId: where.id, state: 'PENDING' },
    data: { state: 'FAILED', endedAt: now, nextAttemptAt: null },
  })
}

/**
 * Whether an endpoint is sent to. It stays so until the transaction ends, so that what is put on its way now is among what
 * `disableEndpoint` ends.
 */
export async function holdEnabled(tx: Prisma.TransactionClient, endpointId: string): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT FROM "WebhookEndpoint" WHERE "id" = ${endpointId} AND "disabledAt" IS NULL FOR SHARE`
  return held.length > 0
}
