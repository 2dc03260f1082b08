import type { PlatformCall } from '../../domain/ports/limits'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { openWindows } from './call-windows'

/** What the statement found; every column but the first is null where the call may be sent. */
export interface Admission {
  /** The instant of its places. */
  calledAt: Date
  /** Of the cooldown or pause that holds the longest. */
  reason: string | null
  message: string | null
  remedy: string | null
  /** Null as well where there is none. */
  until: Date | null
  /** Of the full window that is full for the longest. */
  window: string | null
  limit: number | null
  windowMs: number | null
  freeAt: Date | null
}

/** `isWhole`: no window lacks its row. */
type Found = Admission & { isWhole: boolean }

/** How long a limit is believed that was learnt from a refusal: an account's may grow. */
const LEARNT_DAYS = 3

/**
 * Looks for what forbids the call at `nowMs` and takes its place in every window, or in none, in one statement. The rows
 * of the windows are locked before they are counted, in the order of their names: as many callers as there may be, each
 * counts what the one before has left, and none counts from an earlier instant than that one did.
 */
export async function admission(prisma: PrismaClient, call: PlatformCall, nowMs: number): Promise<Admission> {
  const [found] = await prisma.$queryRaw<Found[]>(statement(call, new Date(nowMs)))
  if (!found) throw new Error('an admission gives one row')
  if (found.isWhole) return found
  await openWindows(prisma, call)
  return admission(prisma, call, nowMs)
}

function statement({ platform, platformUserId, effect, windows }: PlatformCall, at: Date): Prisma.Sql {
  const now = Prisma.sql`${at}::timestamp(3)`
  return Prisma.sql`
    WITH stop AS (
      SELECT reason, message, remedy, until FROM "PlatformCooldown" s
      WHERE platform = ${platform}::"Platform" AND ("platformUserId" IS NULL OR "platformUserId" = ${platformUserId})
        AND (scope = 'ALL' OR ${effect === 'write'}) AND (until IS NULL OR until > ${now})
        AND NOT EXISTS (
          SELECT FROM "CallWindow" c, unnest(c."calledAt") AS at
          WHERE c.platform = s.platform AND c."platformUserId" = ${platformUserId} AND c.name = ANY(s.spares)
            AND at > ${now} - interval '1 day'
        )
      ORDER BY until DESC NULLS FIRST LIMIT 1
    ), wanted AS (
      SELECT * FROM unnest(
        ${windows.map(({ name }) => name)}::text[], ${windows.map(({ limit }) => limit)}::int[],
        ${windows.map(({ windowMs }) => windowMs)}::float8[], ${windows.map(({ looksOnly }) => looksOnly !== true)}::boolean[]
      ) AS w (name, "limit", "windowMs", takes)
    ), locked AS (
      SELECT c.name, w."windowMs", w.takes, c."calledAt", coalesce(
        w."limit", CASE WHEN c."learntAt" > ${now} - ${LEARNT_DAYS} * interval '1 day' THEN c."learntLimit" END
      ) AS "limit"
      FROM "CallWindow" c JOIN wanted w ON w.name = c.name
      WHERE c.platform = ${platform}::"Platform" AND c."platformUserId" = ${platformUserId}
        AND NOT EXISTS (SELECT FROM stop)
      ORDER BY c.name FOR UPDATE OF c
    ), latest AS (
      SELECT greatest(${now}, max(at)) AS now FROM locked, unnest("calledAt") AS at
    ), counted AS (
      SELECT name, "limit", "windowMs", takes, ARRAY(
        SELECT at FROM unnest("calledAt") AS at WHERE at > now - "windowMs" * interval '1 millisecond' ORDER BY at
      ) AS recent
      FROM locked CROSS JOIN latest
    ), full_window AS (
      SELECT name, "limit", "windowMs",
        recent[cardinality(recent) - "limit" + 1] + "windowMs" * interval '1 millisecond' AS "freeAt"
      FROM counted WHERE cardinality(recent) >= "limit"
      ORDER BY "freeAt" DESC LIMIT 1
    ), decided AS (
      SELECT (SELECT count(*) FROM counted) = (SELECT count(*) FROM wanted) AS complete,
        NOT EXISTS (SELECT FROM full_window) AS free
    ), taken AS (
      UPDATE "CallWindow" c SET "calledAt" = n.recent || l.now, "updatedAt" = l.now
      FROM counted n CROSS JOIN decided d CROSS JOIN latest l
      WHERE n.takes AND c.platform = ${platform}::"Platform" AND c."platformUserId" = ${platformUserId} AND c.name = n.name
        AND d.complete AND d.free
    )
    SELECT l.now AS "calledAt", s.reason, s.message, s.remedy, s.until, f.name AS window, f."limit", f."windowMs", f."freeAt",
      d.complete OR s.reason IS NOT NULL AS "isWhole"
    FROM decided d CROSS JOIN latest l LEFT JOIN stop s ON true LEFT JOIN full_window f ON true`
}
