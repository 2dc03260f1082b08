import { randomUUID } from 'node:crypto'
import type { Cooldown } from '../../domain/errors'
import { PAUSED, type ActiveCooldown } from '../../domain/ports/limits'
import { type PlatformCooldown, Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** How long an ended pause is kept: the reconciler wakes by it what was asked in vain while it held. */
const PAUSE_KEPT_MS = 86_400_000

export type NewCooldown = Omit<ActiveCooldown, 'id' | 'sinceMs'> & Pick<Cooldown, 'spares'>

/**
 * Writes what a platform forbids, in the words of its latest answer. What holds already is never shortened; what has ended
 * begins anew, and others that have ended are removed.
 */
export async function writeCooldown(prisma: PrismaClient, cooldown: NewCooldown, nowMs: number): Promise<void> {
  const now = new Date(nowMs)
  await prisma.$executeRaw`${inserted(cooldown, now)}
    ON CONFLICT (platform, "platformUserId", reason) DO UPDATE SET
      scope = excluded.scope, message = excluded.message, remedy = excluded.remedy, evidence = excluded.evidence,
      until = greatest(c.until, excluded.until), "updatedAt" = excluded."updatedAt",
      "createdAt" = CASE WHEN c.until > excluded."updatedAt" THEN c."createdAt" ELSE excluded."createdAt" END`
  // Whoever is at a row has it locked, and is about to prolong or remove it.
  await prisma.$executeRaw`
    DELETE FROM "PlatformCooldown" WHERE id IN (
      SELECT id FROM "PlatformCooldown"
      WHERE until <= CASE WHEN reason = ${PAUSED} THEN ${new Date(nowMs - PAUSE_KEPT_MS)} ELSE ${now} END::timestamp(3)
      FOR UPDATE SKIP LOCKED
    )`
}

/** In the place of another of the same reason, whose id is no longer known then. */
export async function replaceCooldown(prisma: PrismaClient, cooldown: NewCooldown, nowMs: number) {
  const [row] = await prisma.$queryRaw<PlatformCooldown[]>`${inserted(cooldown, new Date(nowMs))}
    ON CONFLICT (platform, "platformUserId", reason) DO UPDATE SET
      id = excluded.id, scope = excluded.scope, message = excluded.message, remedy = excluded.remedy,
      evidence = excluded.evidence, until = excluded.until, "createdAt" = excluded."createdAt",
      "updatedAt" = excluded."updatedAt"
    RETURNING *`
  if (!row) throw new Error('a cooldown that is written is there')
  return toActive(row)
}

const inserted = ({ untilMs, ...cooldown }: NewCooldown, now: Date): Prisma.Sql => Prisma.sql`
  INSERT INTO "PlatformCooldown" AS c
    (id, platform, "platformUserId", scope, reason, message, remedy, evidence, spares, until, "createdAt", "updatedAt")
  VALUES (
    ${randomUUID()}, ${cooldown.platform}::"Platform", ${cooldown.platformUserId},
    ${cooldown.scope.toUpperCase()}::"CooldownScope", ${cooldown.reason}, ${cooldown.message}, ${cooldown.remedy},
    ${JSON.stringify(cooldown.evidence)}::jsonb, ${cooldown.spares ?? []}, ${untilMs === null ? null : new Date(untilMs)}::timestamp(3), ${now}, ${now}
  )`

export const toActive = ({ scope, until, createdAt, ...row }: PlatformCooldown): ActiveCooldown => ({
  id: row.id,
  platform: row.platform,
  platformUserId: row.platformUserId,
  scope: scope === 'ALL' ? 'all' : 'writes',
  reason: row.reason,
  message: row.message,
  remedy: row.remedy,
  evidence: row.evidence as Record<string, unknown>,
  untilMs: until?.getTime() ?? null,
  sinceMs: createdAt.getTime(),
})
